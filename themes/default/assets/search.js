// Finds texts in a packed index (docs/search-format.md): no request, nothing stored, no language of its own.
// src/search does the same in Rust, and a test compares them.
function vettedSearch(packed) {
  "use strict";
  var HOW = ["exact", "prefix", "close"], COVERS = [16, 16, 12], FIELD = [0, 8, 12, 20], TIMES = [0, 3, 5, 6];
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", value = {};
  for (var d = 0; d < 64; d++) value[DIGITS[d]] = d;
  var DROPPED = /['`\u00ad\u02bc\u2018\u2019\u0640\u0300-\u036f\u064b-\u0652\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f]/g;
  var BETWEEN;
  try {
    BETWEEN = new RegExp("[^\\p{Alphabetic}\\p{N}\\p{M}]+", "u");
  } catch (old) {
    BETWEEN = /[\s!-\/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u206f\u3000-\u303f]+/;
  }

  // Reading the index.
  function numbers(text) {
    var all = [], number = 0, scale = 1;
    for (var i = 0; i < text.length; i++) {
      var digit = value[text[i]];
      number += (digit & 31) * scale;
      scale *= 32;
      if (digit < 32) {
        all.push(number);
        number = 0;
        scale = 1;
      }
    }
    return all;
  }
  var parts = packed.split("|"), head = numbers(parts[0]), count = head[1];
  if (head[0] !== 1) throw new Error("this index is not of a form that this script reads");
  var endings = Object.create(null), forms = [], letters = [], groups = numbers(parts[4]), common = {}, phrases = {};
  parts[1].split(" ").forEach(function (ending) { endings[ending] = true; });
  endings[""] = true;
  var swaps = tables(numbers(parts[2]));
  (parts[3] ? parts[3].split(" ") : []).reduce(function (before, text) {
    var end = 0;
    while (value[text[end]] > 31) end++;
    forms.push(before.slice(0, numbers(text.slice(0, end + 1))[0]) + text.slice(end + 1));
    return forms[forms.length - 1];
  }, "");
  groups.reduce(function (next, back, i) {
    groups[i] = next - back;
    letters.push(signature(forms[i]));
    return back ? next : next + 1;
  }, 0);
  numbers(parts[5]).reduce(function (before, way) {
    common[before + way] = true;
    return before + way;
  }, 0);
  var postings = parts[6].split(" ");
  parts[7].split(" ").forEach(function (text) {
    var all = numbers(text), length = all[0] >> 1;
    var phrase = { forms: all.slice(1, length + 1), documents: all.slice(length + 1), emergency: all[0] % 2 > 0 };
    phrase.forms.forEach(function (form) {
      var own = phrases[groups[form]] = phrases[groups[form]] || [];
      if (own[own.length - 1] !== phrase) own.push(phrase);
    });
  });
  function tables(codes) {
    var at = 0, all = [];
    function side() {
      var length = codes[at++];
      at += length;
      return String.fromCharCode.apply(null, codes.slice(at - length, at));
    }
    while (at < codes.length) {
      var table = [], pairs = codes[at++];
      while (pairs--) table.push([side(), side()]);
      all.push(table);
    }
    return all;
  }
  function posted(group) {
    if (typeof postings[group] === "string") {
      var document = 0;
      postings[group] = numbers(postings[group]).map(function (number) {
        document += number >> 4;
        return [document, FIELD[number >> 2 & 3] + TIMES[number & 3]];
      });
    }
    return postings[group];
  }

  // Words and how near they are.
  function small(text) {
    return text.toLowerCase().normalize("NFC");
  }
  function words(text) {
    return text.replace(DROPPED, "").replace(/ё/g, "е").replace(/ی/g, "ي").replace(/ک/g, "ك").split(BETWEEN).filter(function (word) {
      return word && (word.length <= 48 || Array.from(word).length <= 48);
    });
  }
  function swap(table, text) {
    var out = "";
    for (var at = 0; at < text.length;) {
      var pair = null;
      for (var i = 0; !pair && i < table.length; i++) if (text.startsWith(table[i][0], at)) pair = table[i];
      out += pair ? pair[1] : text[at];
      at += pair ? pair[0].length : 1;
    }
    return out;
  }
  function signature(word) {
    var bits = 0;
    for (var i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
    return bits;
  }
  // Whether `a` becomes `b` by at most so many slips: a letter too many, too few, another one, two that changed places.
  function near(a, b, most) {
    var far = most + 1, before = [], row = [], least = 0;
    for (var j = 0; j <= b.length; j++) row.push(j);
    for (var i = 0; i < a.length; i++) {
      // Only the cells near the diagonal can stay within `most`.
      var from = Math.max(0, i - most), to = Math.min(b.length - 1, i + most), next = [], leastBefore = least;
      next[from] = least = from ? far : i + 1;
      for (j = from; j <= to; j++) {
        var cost = Math.min(row[j] + (a[i] === b[j] ? 0 : 1), next[j] + 1);
        if (row[j + 1] < cost) cost = row[j + 1] + 1;
        if (i && j && before[j - 1] < cost && a[i] === b[j - 1] && a[i - 1] === b[j]) cost = before[j - 1] + 1;
        next[j + 1] = cost;
        if (cost < least) least = cost;
      }
      if (least > most && leastBefore > most) return false;
      before = row;
      row = next;
    }
    return row[b.length] <= most;
  }

  // What a word may be.
  function list() {
    var all = [], places = {};
    all.offer = function (form, quality, how) {
      var group = groups[form], place = places[group];
      var candidate = { group: group, form: form, quality: quality, how: how };
      if (place === undefined) places[group] = all.push(candidate) - 1;
      else if (all[place].quality < quality) all[place] = candidate;
    };
    return all;
  }
  function beginning(start) {
    var low = 0, high = forms.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (forms[middle] < start) low = middle + 1; else high = middle;
    }
    return low;
  }
  function known(word, last) {
    var found = list(), from = beginning(word);
    if (forms[from] === word) found.offer(from, 16, 0); else ended(word, found);
    var least = found.length || last ? 2 : 4, most = found.length ? 7 : 14;
    if (word.length >= least && (!found.length || last)) {
      for (; from < forms.length && forms[from].startsWith(word); from++) {
        found.offer(from, Math.max(1, Math.floor(most * word.length / forms[from].length)), 1);
      }
    }
    return found;
  }
  function ended(word, found) {
    for (var cut = 0; cut <= 4 && word.length - cut >= 3; cut++) {
      var length = word.length - cut, start = word.slice(0, length);
      if (!endings[word.slice(length)]) continue;
      for (var i = beginning(start); i < forms.length && forms[i].startsWith(start); i++) {
        if (endings[forms[i].slice(length)]) found.offer(i, 14, 1);
      }
      if (found.length) return;
    }
  }
  function close(word) {
    var found = list();
    function scan(most, from, to) {
      for (var own = signature(word), i = from; i < to; i++) {
        if (Math.abs(forms[i].length - word.length) > most) continue;
        var bits = letters[i] ^ own;
        for (var left = 2 * most; left; left--) bits &= bits - 1;
        if (!bits && near(word, forms[i], most)) found.offer(i, most < 2 ? 11 : 8, 2);
      }
    }
    if (word.length > 4) scan(1, 0, forms.length);
    if (word.length > 7 && !found.length) {
      var first = String.fromCodePoint(word.codePointAt(0)), from = beginning(first), to = from;
      while (to < forms.length && forms[to].startsWith(first)) to++;
      scan(2, from, to);
    }
    return found;
  }
  // At the next keystroke most words are still the same.
  var remembered = {}, kept = 0;
  function closeOnce(word) {
    if (++kept > 200) remembered = {}, kept = 0;
    return remembered["$" + word] = remembered["$" + word] || close(word);
  }

  // What a query may be.
  function complete(read) {
    return read.every(function (candidates) { return candidates.length; });
  }
  function read(query) {
    var left = 16, all = [];
    var start = Array.from(query.slice(0, 800)).slice(0, 400).join("");
    var chunks = small(start).split(/[ \t\n\r\u00a0]/).filter(function (chunk) { return words(chunk).length; });
    function chunk(text, last) {
      var typed = words(text), same = typed.join(" ");
      var read = typed.map(function (word, i) { return known(word, last && i + 1 === typed.length); });
      if (complete(read)) return read;
      var meant = swaps.map(function (table) { return words(swap(table, text)); });
      meant = meant.filter(function (words) { return words.length && words.join(" ") !== same; });
      for (var i = 0; i < meant.length; i++) {
        var other = meant[i].map(function (word) { return known(word, false); });
        if (complete(other)) return other;
      }
      function forgiven(words) {
        return words.map(function (word) {
          var sure = known(word, false);
          if (sure.length || !left) return sure;
          left--;
          return closeOnce(word);
        });
      }
      read = forgiven(typed);
      for (i = 0; i < meant.length && !complete(read); i++) {
        if (meant[i].length === 1 && complete(other = forgiven(meant[i]))) read = other;
      }
      return read;
    }
    chunks.forEach(function (text, i) { all = all.concat(chunk(text, i + 1 === chunks.length)); });
    return all.slice(0, 32);
  }

  // What answers it.
  function rarity(documents) {
    var times = Math.max(8, Math.floor(Math.max(1, count) * 8 / Math.max(1, documents)));
    var log = 31 - Math.clz32(times);
    return log * 4 + (times >> (log - 2) & 3) - 11;
  }
  function isCommon(candidates) {
    return candidates.length > 0 && common[candidates[0].group] === true;
  }
  function of(form, candidates) {
    return (candidates || []).find(function (candidate) {
      return candidate.group === groups[form] && candidate.quality >= 6;
    });
  }
  function fits(phrase, read, at, ordered) {
    var found = { phrase: phrase, places: [], same: 0, quality: 16, how: 0 };
    var left = phrase.forms.slice(), end = ordered ? read.length : at + left.length;
    for (var place = at, between = 0; left.length; place++) {
      var fit = -1, candidate;
      for (var i = 0; fit < 0 && place < end && i < (ordered ? 1 : left.length); i++) {
        if ((candidate = of(left[i], read[place]))) fit = i;
      }
      if (fit < 0) {
        if (!ordered || place === at || place >= end || ++between > 2 || !isCommon(read[place])) return null;
        continue;
      }
      var same = candidate.form === left.splice(fit, 1)[0];
      found.places.push(place);
      if (same) found.same++;
      found.quality = Math.min(found.quality, candidate.quality - (same ? 0 : 3));
      found.how = Math.max(found.how, candidate.how);
    }
    return found;
  }
  function better(a, b) {
    return a.places.length - b.places.length || a.same - b.same || a.quality - b.quality;
  }
  function matches(read) {
    var all = [];
    for (var at = 0; at < read.length; at++) {
      var best = null;
      read[at].forEach(function (first) {
        (phrases[first.group] || []).forEach(function (phrase) {
          var found = fits(phrase, read, at, true) || fits(phrase, read, at, false);
          if (found && (!best || better(found, best) > 0)) best = found;
        });
      });
      if (best) {
        all.push(best);
        at = Math.max.apply(null, best.places);
      }
    }
    return all;
  }
  function find(query, limit) {
    var asked = read(String(query)), found = matches(asked), known = 0, unknown = 0, tallies = [], weights = [];
    var allCommon = asked.every(isCommon);
    function tally(document) {
      return tallies[document] = tallies[document] ||
        { document: document, points: 0, covered: 0, words: 0, how: -1, named: false, meant: false, surely: false };
    }
    asked.forEach(function (candidates, place) {
      var everyday = !allCommon && isCommon(candidates), shares = [], weight = 0;
      function share(document) {
        return shares[document] = shares[document] || { points: 0, covers: 0, how: -1, named: false };
      }
      candidates.forEach(function (candidate) {
        var posts = posted(candidate.group), rare = rarity(posts.length);
        if (posts.length) weight = Math.max(weight, rare);
        posts.forEach(function (post) {
          var own = share(post[0]), points = candidate.quality * rare * post[1];
          if (everyday) points = Math.floor(points / 4);
          own.covers = Math.max(own.covers, COVERS[candidate.how]);
          if (post[1] > 6) own.named = true;
          if (points > own.points) {
            own.points = points;
            own.how = candidate.how;
          }
        });
      });
      found.forEach(function (match) {
        if (match.places.indexOf(place) < 0) return;
        weight = weight || rarity(1);
        match.phrase.documents.forEach(function (document) {
          share(document).covers = Math.max(share(document).covers, COVERS[match.how]);
        });
      });
      if (everyday) weight = 0;
      known += weight * 16;
      if (!weight && !isCommon(candidates)) unknown += rarity(1) * 16;
      shares.forEach(function (own, document) {
        var all = tally(document);
        all.points += own.points;
        all.covered += weight * own.covers;
        if (!everyday) {
          all.words++;
          all.how = Math.max(all.how, own.how);
          all.named = all.named || own.named;
        }
      });
      weights.push(weight);
    });
    found.forEach(function (match) {
      var weight = match.places.reduce(function (sum, place) { return sum + weights[place]; }, 0) || rarity(1);
      var sure = match.quality >= 11, worth = (weight + (match.phrase.emergency ? 30 : 10)) * match.quality;
      match.phrase.documents.forEach(function (document, rank) {
        var all = tally(document);
        all.points += worth * Math.max(10, 24 - 2 * rank);
        all.how = Math.max(all.how, match.how);
        all.meant = all.meant || sure;
        all.surely = all.surely || sure && (match.phrase.emergency || match.places.length > 1);
      });
    });
    var ranked = tallies.filter(function (all) {
      var enough = all.covered * (all.words > 1 ? 3 : 2) > unknown * 2 && all.covered * 5 >= known * 2;
      var about = all.named || all.covered * 4 >= known * 3;
      all.rank = Math.floor(all.points * all.covered / Math.max(1, known + unknown));
      return all.how >= 0 && (all.surely || all.meant && all.covered * 2 > unknown || enough && about);
    }).sort(function (a, b) { return b.rank - a.rank || a.document - b.document; });
    return {
      emergency: found.some(function (match) { return match.phrase.emergency && match.quality >= 11; }),
      hits: ranked.slice(0, limit).map(function (all) { return { document: all.document, how: HOW[all.how] }; })
    };
  }
  return { find: find };
}
