// The keys of the keyboard, and a word when a text changes while its page is open. Everything works without it.
(function () {
  "use strict";
  var on = document.getElementById("keys-on");
  try { on.checked = localStorage.getItem("keys") !== "off"; } catch (refused) { /* nothing is remembered */ }
  on.addEventListener("change", function () {
    try { localStorage.setItem("keys", on.checked ? "on" : "off"); } catch (refused) { /* nothing is remembered */ }
  });

  function isTyping(target) {
    return /^(textarea|select)$/i.test(target.tagName) ||
      (/^input$/i.test(target.tagName) && !/^(radio|checkbox)$/i.test(target.type));
  }

  // The texts of a list, or the changes of a text.
  function stops() {
    var texts = document.querySelectorAll(".texts .text");
    return Array.prototype.slice.call(texts.length ? texts : document.querySelectorAll("[data-change]"));
  }

  function go(step) {
    var all = stops();
    if (!all.length) return;
    var at = all.indexOf(document.activeElement);
    var next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "center" });
  }

  function tick() {
    var box = document.getElementById("tick");
    if (!box) return;
    box.checked = true;
    (document.getElementById("passphrase") || document.querySelector("#sign button.main") || box).focus();
    document.getElementById("sign").scrollIntoView({ block: "nearest" });
  }

  var keys = {
    j: function () { go(1); },
    k: function () { go(-1); },
    t: tick,
    r: function () { var box = document.getElementById("remark"); if (box) box.focus(); },
    h: function () { document.querySelector(".top nav a").click(); }
  };
  // On a Russian keyboard the same places.
  var places = { KeyJ: "j", KeyK: "k", KeyT: "t", KeyR: "r", KeyH: "h" };

  document.addEventListener("keydown", function (event) {
    if (!on.checked || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    var key = keys[event.key] || keys[places[event.code]];
    if (key) {
      event.preventDefault();
      key();
    }
  });

  // Behind an answer the list is where it was: the first text is one key away.
  var first = document.querySelector(".texts .text");
  if (document.getElementById("said") && first) first.focus({ preventScroll: true });

  var stale = document.getElementById("stale");
  var watch = document.querySelector("[data-watch]");
  if (stale && watch && window.EventSource) {
    new EventSource(watch.getAttribute("data-watch")).addEventListener("text", function () { stale.hidden = false; });
  }
}());
