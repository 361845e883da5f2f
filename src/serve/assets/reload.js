// Hears from the server when this page has changed: a new style is put on at once, anything else loads the page again.
(function () {
  "use strict";
  var own = document.currentScript.dataset;
  var events = new EventSource(own.events + "?page=" + encodeURIComponent(location.pathname) + "&seen=" + own.seen);
  events.addEventListener("page", function () { location.reload(); });
  events.addEventListener("style", function (event) {
    var old = document.querySelector("style"), sheet = new CSSStyleSheet();
    sheet.replaceSync(JSON.parse(event.data));
    old.disabled = true;
    old.sheet && (old.sheet.disabled = true);
    document.adoptedStyleSheets = [sheet];
  });
  // A closed connection would keep the browser from going back to this page as it was.
  addEventListener("pagehide", function () { events.close(); });
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
