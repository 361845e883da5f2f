// Which places are open now, and which open before the morning: by the hours that stand in the page and the clock of the city.
// The page has a line for each place already, hidden; where no script runs, or the browser does not know that clock, the
// tables say it.
(function () {
  'use strict';
  var DAY = 1440, WEEK = 7 * DAY, MORNING = 6 * 60;
  var box = document.getElementById('open');
  var places = [].slice.call(box.querySelectorAll('[data-open]'));
  var shown;

  function label(name) { return box.getAttribute('data-' + name); }
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function time(minute) { return two(Math.floor(minute / 60)) + ':' + two(minute % 60); }

  // The minute of the week there, from Monday on. The reader's own clock is of no use: Tor Browser says universal time.
  function now() {
    var format = { timeZone: label('zone'), weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false };
    var told = /([A-Z]..)\D+(\d+):(\d+)/.exec(new Intl.DateTimeFormat('en-GB', format).format(new Date()));
    // Some browsers call midnight 24:00.
    return 'MonTueWedThuFriSatSun'.indexOf(told[1]) / 3 * DAY + told[2] % 24 * 60 + +told[3];
  }

  // Says of a place till when it is open, or when it opens, and how long that is from now; of any other nothing.
  function say(place, minute) {
    var words = '';
    place.wait = MORNING - minute % DAY;
    if (place.wait <= 0) place.wait += DAY;
    place.getAttribute('data-open').split(' ').forEach(function (span) {
      var from = +span.split('-')[0], to = +span.split('-')[1];
      var length = to - from, since = (minute - from + WEEK) % WEEK, end = time((to - 1) % DAY + 1);
      if (since < length) {
        place.wait = 0;
        words = length === WEEK || length - since > DAY ? label('always') : label('till').replace('{to}', end);
      } else if (WEEK - since < place.wait) {
        place.wait = WEEK - since;
        words = label('from').replace('{from}', time(from % DAY)).replace('{to}', end);
      }
    });
    place.querySelector('b').textContent = words;
    place.hidden = !words;
  }

  // Parts the places into those that are open and those that will be, the soonest first.
  function tell() {
    var minute = now(), open = document.getElementById('open_now'), later = document.getElementById('open_later');
    if (minute === shown) return;
    shown = minute;
    places.forEach(function (place) { say(place, minute); });
    places.slice().sort(function (one, other) { return one.wait - other.wait; })
      .forEach(function (place) { (place.wait ? later : open).appendChild(place); });
    document.getElementById('open_none').hidden = open.children.length > 0;
    later.parentNode.hidden = !later.querySelector('li:not([hidden])');
    document.getElementById('open_time').textContent = time(minute % DAY);
    box.hidden = false;
  }

  try {
    tell();
    // Told anew only when the page is looked at again: nothing moves under a finger.
    addEventListener('pageshow', tell);
    document.addEventListener('visibilitychange', function () { if (!document.hidden) tell(); });
  } catch (unknown) {
    box.hidden = true;
  }
})();
