// Hears from the server when this page has changed: a new style is put on at once, anything else loads the page again.
// Only a page that somebody looks at listens: a browser keeps no more than six connections open to one address.
(function () {
  "use strict";
  var own = document.currentScript.dataset, events = null;
  function listen() {
    if (events || document.hidden) return;
    events = new EventSource(own.events + "?page=" + encodeURIComponent(location.pathname) + "&seen=" + own.seen);
    events.addEventListener("page", function () { location.reload(); });
    events.addEventListener("style", function (event) {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(JSON.parse(event.data));
      document.querySelector("style").sheet.disabled = true;
      document.adoptedStyleSheets = [sheet];
    });
  }
  function rest() {
    if (events) events.close();
    events = null;
  }
  function look() {
    if (document.hidden) rest(); else listen();
  }
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", rest);
  addEventListener("pageshow", look);
  look();
})();
