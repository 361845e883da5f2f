// The page of the search. What is typed stays in the field: nothing is asked for, kept, or put into an address.
(function () {
  "use strict";
  var MOST = 20, PAUSE = 120;
  function byId(id) { return document.getElementById(id); }
  var able = byId("able"), query = byId("query"), told = byId("told"), alarm = byId("alarm");
  var results = byId("results"), found = byId("found");
  var engine = null, texts = [], failed = false, timer = 0;

  function say(name, count) {
    var text = name ? able.getAttribute("data-" + name).replace("{count}", count) : "";
    if (told.textContent !== text) told.textContent = text;
  }
  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }
  // A text: its title, its address, how urgent it is, and how it begins.
  function hit(text) {
    var item = element("li", "", found), link = element("a", text[0], item);
    item.className = text[2];
    link.href = text[1];
    element("strong", able.getAttribute("data-" + text[2]), item).className = "level";
    element("p", text[3], item);
  }
  function search() {
    clearTimeout(timer);
    var typed = query.value.trim(), answer = engine && typed ? engine.find(typed, MOST + 1) : { hits: [] };
    found.textContent = "";
    answer.hits.slice(0, MOST).forEach(function (one) { hit(texts[one.document]); });
    alarm.hidden = !answer.emergency;
    results.hidden = !answer.hits.length;
    if (failed) say("failed");
    else if (!typed) say("");
    else if (!engine) say("loading");
    else if (answer.hits.length > MOST) say("most", MOST);
    else say(answer.hits.length ? "count" : "none", answer.hits.length);
  }

  query.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  // Who says "go" wants to see what was found, without the keyboard of a phone before it; and the next step is the first hit.
  query.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing) return;
    search();
    told.focus();
  });
  byId("index").addEventListener("error", function () {
    failed = true;
    search();
  });
  // The file beside this page calls it.
  window.vettedTexts = function (index) {
    engine = vettedSearch(index.search);
    texts = index.texts;
    search();
  };
  able.hidden = false;
  byId("unable").hidden = true;
})();
