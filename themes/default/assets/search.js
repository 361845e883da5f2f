// Finds texts in a packed index (docs/search-format.md). It asks for nothing, keeps nothing and knows no language.
// src/search does the same in Rust; a test compares them.
function vettedSearch(packed) {
  "use strict";
  var HOW = ["exact", "prefix", "close"], COVERS = [16, 16, 12], FIELD = [0, 10, 12, 14], TIMES = [0, 3, 5, 6];
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
  var endings = {}, forms = [], letters = [], groups = numbers(parts[4]), common = {}, phrases = {};
  parts[1].split(" ").forEach(function (ending) { endings[ending] = true; });
  endings[""] = true;
  var swaps = tables(numbers(parts[2]));
  parts[3].split(" ").reduce(function (before, text) {
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
    var all = numbers(text), length = all[0] >> 1, first = all[1];
    if (length) {
      (phrases[first] = phrases[first] || []).push({
        groups: all.slice(1, length + 1), documents: all.slice(length + 1), emergency: all[0] % 2 > 0
      });
    }
  });
  function tables(codes) {
    var all = [], table = [], side = "", from = null;
    codes.forEach(function (code) {
      if (code) {
        side += String.fromCharCode(code);
      } else if (from === null && !side) {
        all.push(table);
        table = [];
      } else if (from === null) {
        from = side;
        side = "";
      } else {
        table.push([from, side]);
        from = null;
        side = "";
      }
    });
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
    return text.replace(DROPPED, "").replace(/ё/g, "е").split(BETWEEN).filter(function (word) {
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
  function slips(a, b, most) {
    var before = [], row = [];
    for (var j = 0; j <= b.length; j++) row.push(j);
    for (var i = 0; i < a.length; i++) {
      var next = [i + 1], least = i + 1;
      for (j = 0; j < b.length; j++) {
        var cost = Math.min(row[j] + (a[i] === b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1);
        if (i && j && a[i] === b[j - 1] && a[i - 1] === b[j]) cost = Math.min(cost, before[j - 1] + 1);
        next.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most + 1) return least;
      before = row;
      row = next;
    }
    return row[b.length];
  }

  // What a word may be.
  function list() {
    var all = [], places = {};
    all.offer = function (group, quality, how) {
      var place = places[group];
      if (place === undefined) {
        places[group] = all.push({ group: group, quality: quality, how: how }) - 1;
      } else if (all[place].quality < quality) {
        all[place] = { group: group, quality: quality, how: how };
      }
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
    if (forms[from] === word) found.offer(groups[from], 16, 0); else ended(word, found);
    var least = found.length || last ? 2 : 4, most = found.length ? 7 : 14;
    if (word.length >= least && (!found.length || last)) {
      for (; from < forms.length && forms[from].startsWith(word); from++) {
        found.offer(groups[from], Math.max(1, Math.floor(most * word.length / forms[from].length)), 1);
      }
    }
    return found;
  }
  function ended(word, found) {
    for (var cut = 0; cut <= 4 && word.length - cut >= 3; cut++) {
      var length = word.length - cut, start = word.slice(0, length);
      if (!endings[word.slice(length)]) continue;
      for (var i = beginning(start); i < forms.length && forms[i].startsWith(start); i++) {
        if (endings[forms[i].slice(length)]) found.offer(groups[i], 14, 1);
      }
      if (found.length) return;
    }
  }
  function close(word) {
    var found = list(), own = signature(word), best = word.length < 4 ? -1 : word.length < 8 ? 1 : 2;
    for (var i = 0; best > 0 && i < forms.length; i++) {
      if (Math.abs(forms[i].length - word.length) > best) continue;
      for (var bits = letters[i] ^ own, left = 2 * best; bits && left >= 0; left--) bits &= bits - 1;
      if (bits) continue;
      var slip = slips(word, forms[i], best);
      if (slip > best) continue;
      if (slip < best) {
        best = slip;
        found = list();
      }
      found.offer(groups[i], slip < 2 ? 11 : 8, 2);
    }
    return found;
  }
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
    var left = 8, all = [];
    var chunks = small(Array.from(query.slice(0, 800)).slice(0, 400).join("")).split(/[ \t\n\r\u00a0]/).filter(function (chunk) {
      return words(chunk).length;
    });
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
      if (left-- < 1) return read;
      function near(words) {
        return words.map(function (word) {
          var sure = known(word, false);
          return sure.length ? sure : closeOnce(word);
        });
      }
      read = near(typed);
      for (i = 0; i < meant.length && !complete(read); i++) {
        if (meant[i].length === 1 && complete(other = near(meant[i]))) read = other;
      }
      return read;
    }
    chunks.forEach(function (text, i) { all = all.concat(chunk(text, i + 1 === chunks.length)); });
    return all.slice(0, 32);
  }

  // What answers it.
  function rarity(group) {
    var times = Math.max(8, Math.floor(Math.max(1, count) * 8 / Math.max(1, group)));
    var log = 31 - Math.clz32(times);
    return log * 4 + (times >> (log - 2) & 3) - 11;
  }
  function isCommon(candidates) {
    return candidates.length > 0 && common[candidates[0].group] === true;
  }
  function matches(read) {
    var all = [];
    for (var at = 0; at < read.length;) {
      var best = null;
      read[at].forEach(function (first) {
        var own = null;
        (phrases[first.group] || []).forEach(function (phrase) {
          var quality = first.quality, how = first.how;
          var fits = phrase.groups.every(function (group, i) {
            if (!i) return true;
            return (read[at + i] || []).some(function (candidate) {
              if (candidate.group !== group) return false;
              quality = Math.min(quality, candidate.quality);
              how = Math.max(how, candidate.how);
              return true;
            });
          });
          if (fits && (!own || own.length < phrase.groups.length)) {
            own = { at: at, length: phrase.groups.length, phrase: phrase, quality: quality, how: how };
          }
        });
        if (own && (!best || own.length > best.length || own.length === best.length && own.quality > best.quality)) best = own;
      });
      if (best) all.push(best);
      at += best ? best.length : 1;
    }
    return all;
  }
  function find(query, limit) {
    var asked = read(String(query)), found = matches(asked), total = 0, tallies = {};
    var allCommon = asked.every(isCommon);
    function tally(document) {
      return tallies[document] = tallies[document] || { document: document, points: 0, covered: 0, how: -1, meant: false };
    }
    asked.forEach(function (candidates, place) {
      var everyday = !allCommon && isCommon(candidates), shares = {}, weight = candidates.length ? 0 : rarity(1);
      function share(document) {
        return shares[document] = shares[document] || { points: 0, covers: 0, how: -1 };
      }
      candidates.forEach(function (candidate) {
        var posts = posted(candidate.group), rare = rarity(posts.length);
        weight = Math.max(weight, rare);
        posts.forEach(function (post) {
          var own = share(post[0]), points = candidate.quality * rare * post[1];
          if (everyday) points = Math.floor(points / 4);
          own.covers = Math.max(own.covers, COVERS[candidate.how]);
          if (points > own.points) {
            own.points = points;
            own.how = candidate.how;
          }
        });
      });
      found.forEach(function (match) {
        if (place < match.at || place >= match.at + match.length) return;
        match.phrase.documents.forEach(function (document) {
          share(document).covers = Math.max(share(document).covers, COVERS[match.how]);
        });
      });
      if (everyday) weight = 0;
      total += weight * 16;
      Object.keys(shares).forEach(function (document) {
        var own = shares[document], all = tally(document);
        all.points += own.points;
        all.covered += weight * own.covers;
        if (!everyday) all.how = Math.max(all.how, own.how);
      });
    });
    found.forEach(function (match) {
      var weight = Math.floor(rarity(1) * (match.length + 1) / 2) * match.quality;
      match.phrase.documents.forEach(function (document, rank) {
        var all = tally(document);
        all.points += weight * Math.max(10, 24 - 2 * rank);
        all.meant = all.meant || match.how === 0;
        all.how = Math.max(all.how, match.how);
      });
    });
    var ranked = Object.keys(tallies).map(function (document) { return tallies[document]; }).filter(function (all) {
      all.rank = Math.floor(all.points * all.covered / Math.max(1, total));
      return all.how >= 0 && (all.meant || all.covered * 2 >= total);
    }).sort(function (a, b) { return b.rank - a.rank || a.document - b.document; });
    return {
      emergency: found.some(function (match) { return match.phrase.emergency && match.how !== 1; }),
      hits: ranked.slice(0, limit).map(function (all) {
        return { document: Number(all.document), how: HOW[all.how] };
      })
    };
  }
  return { find: find };
}
