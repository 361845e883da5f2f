//! The program `vetted review` on a socket.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::repository::program;
use crate::socket::{self, Answer};
use crate::story::Story;

/// A desk at which somebody sits.
pub struct Desk {
    server: Child,
    pub address: SocketAddr,
    pub token: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Desk {
    /// Opens the desk of a knowledge base for somebody whose key [`Story::hire`] has made.
    pub fn of(story: &Story, reviewer: &str) -> Self {
        let mut command = program();
        command.arg("-C").arg(story.root()).args(["--as-of", story.day, "review", "--as", reviewer]);
        Self::begin(&mut command, &story.path(reviewer))
    }

    /// Starts the program and waits until it has told its address.
    pub fn begin(command: &mut Command, key: &Path) -> Self {
        command.args(["--port", "0", "--key"]).arg(key).stdout(Stdio::piped());
        let mut server = command.spawn().unwrap();
        let mut first = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.rsplit("//").next().unwrap();
        let mut parts = address.split('/');
        let address = parts.next().unwrap().parse().unwrap();
        Self { server, address, token: parts.next().unwrap().to_owned() }
    }

    pub fn ask(&self, request: &str) -> Answer {
        socket::ask(self.address, request)
    }

    /// Looks at a page below the token.
    pub fn get(&self, path: &str) -> Answer {
        socket::get(self.address, &format!("/{}/{path}", self.token))
    }

    /// Looks again and again until a page below the token is as it should be.
    pub fn until(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        socket::until(self.address, &format!("/{}/{path}", self.token), is_so)
    }

    /// Sends a form as the person's own browser does.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let Self { address, token, .. } = self;
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(&format!(
            "POST /{token}/{path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ))
    }

    /// Sends a form, and gives the page that the desk leads to.
    pub fn deed(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields);
        match answer.header("location") {
            Some(to) => self.get(to.trim_start_matches(&format!("/{}/", self.token))),
            None => answer,
        }
    }

    /// The mark of the text that a page shows, as the page itself names it.
    pub fn seen(&self, name: &str) -> String {
        let page = self.get(&format!("en/text/{name}"));
        let seen = page.body.split("&amp;seen=").nth(1).unwrap_or_else(|| panic!("{}", page.main()));
        seen.split('"').next().unwrap().to_owned()
    }

    /// The most memory that the program has had so far, in kB (`VmHWM`, proc(5)).
    pub fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }
}
