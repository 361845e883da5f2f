//! A page as a browser's parser sees it: its elements, its text, and every fault the parser forgives.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, QualName, parse_document};

pub(super) type Handle = Rc<Node>;

/// An element, or the document where there is no name.
#[derive(Default)]
pub(super) struct Node {
    pub(super) name: Option<QualName>,
    pub(super) attributes: RefCell<Vec<Attribute>>,
    pub(super) children: RefCell<Vec<Child>>,
}

#[derive(Clone)]
pub(super) enum Child {
    Element(Handle),
    Text(String),
}

/// A parsed page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) document: Handle,
    faults: RefCell<Vec<String>>,
}

impl Page {
    pub(super) fn parse(html: &str) -> Self {
        parse_document(Self::default(), html5ever::ParseOpts::default()).one(html)
    }

    pub(super) fn faults(&self) -> Vec<String> {
        self.faults.borrow().clone()
    }

    /// Returns all elements in document order.
    pub(super) fn elements(&self) -> Vec<Handle> {
        let mut all = Vec::new();
        gather(&self.document, &mut all);
        all
    }
}

fn gather(node: &Handle, all: &mut Vec<Handle>) {
    for child in node.children.borrow().iter() {
        if let Child::Element(element) = child {
            all.push(element.clone());
            gather(element, all);
        }
    }
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attributes = self.attributes.borrow();
        attributes.iter().find(|one| &*one.name.local == name).map(|one| one.value.to_string())
    }

    pub(super) fn is(&self, element: &str) -> bool {
        self.name.as_ref().is_some_and(|name| &*name.local == element)
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
    }

    /// Appends the text below, without that of elements with the class `added`; pictures count as their words.
    pub(super) fn words(&self, out: &mut String) {
        for child in self.children.borrow().iter() {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) if element.has_class("added") => {}
                Child::Element(element) => {
                    out.push_str(if element.is("br") { " " } else { "" });
                    out.push_str(&element.attribute("alt").unwrap_or_default());
                    element.words(out);
                }
            }
        }
    }
}

impl TreeSink for Page {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, message: Cow<'static, str>) {
        self.faults.borrow_mut().push(message.into_owned());
    }
    fn get_document(&self) -> Handle {
        self.document.clone()
    }
    fn elem_name<'a>(&'a self, node: &'a Handle) -> &'a QualName {
        node.name.as_ref().unwrap()
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        Rc::new(Node { name: Some(name), attributes: attributes.into(), ..Node::default() })
    }
    fn create_comment(&self, _: StrTendril) -> Handle {
        panic!("a page carries no comments")
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        panic!("a page carries no instructions")
    }
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut children = parent.children.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => children.push(Child::Element(node)),
            NodeOrText::AppendText(text) => match children.last_mut() {
                Some(Child::Text(last)) => last.push_str(&text),
                _ => children.push(Child::Text(text.to_string())),
            },
        }
    }
    fn append_based_on_parent_node(&self, _: &Handle, _: &Handle, _: NodeOrText<Handle>) {
        panic!("only a broken table needs this")
    }
    fn append_before_sibling(&self, _: &Handle, _: NodeOrText<Handle>) {
        panic!("only a broken table needs this")
    }
    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        assert_eq!(&*name, "html");
    }
    fn get_template_contents(&self, node: &Handle) -> Handle {
        node.clone()
    }
    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        Rc::ptr_eq(one, other)
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        assert_eq!(mode, QuirksMode::NoQuirks);
    }
    fn add_attrs_if_missing(&self, node: &Handle, attributes: Vec<Attribute>) {
        node.attributes.borrow_mut().extend(attributes);
    }
    fn remove_from_parent(&self, _: &Handle) {
        panic!("only a broken page needs this")
    }
    fn reparent_children(&self, _: &Handle, _: &Handle) {
        panic!("only a broken page needs this")
    }
}
