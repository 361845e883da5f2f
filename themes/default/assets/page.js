// What every page does where scripts run. Without them it lacks nothing. It asks for nothing and keeps nothing.
(function () {
  'use strict';
  var root = document.documentElement;
  var title = document.title;
  var exit = document.querySelector('.exit');

  // The way out: blank at once, however slow the line is, under the name of the page to come, and in its own place in the
  // history, so that "back" does not show this page again. No second tab: it would be left open.
  if (exit) {
    exit.addEventListener('click', function (event) {
      event.preventDefault();
      root.hidden = true;
      document.title = exit.hostname;
      location.replace(exit.href);
    });
  }

  // A copy that is past its review says so. Days are compared as they are written, 2026-11-20, in universal time, which is
  // all that Tor Browser tells. A clock that is behind shows nothing; one that is ahead cannot be told from the truth.
  function tell() {
    var today = new Date().toISOString().slice(0, 10);
    var old = document.querySelectorAll('[data-due]');
    for (var at = 0; at < old.length; at += 1) old[at].hidden = today <= old[at].getAttribute('data-due');
  }

  // A page that comes back from the browser's memory was kept as it was left: blank, or from a day gone by.
  addEventListener('pageshow', function (event) {
    if (!event.persisted) return;
    root.hidden = false;
    document.title = title;
    tell();
  });
  tell();
})();
