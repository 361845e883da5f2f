//! What was meant when the keyboard stood on another language, or a word was written in another script.
//!
//! Invariant: the tables stand here alone; the script reads them from the index.

use crate::base::lang::Lang;

/// The keys of an English keyboard, row by row, and what a Russian one writes with them.
const KEYS: [(&str, &str); 2] =
    [("`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"), ("~{}:\"<>", "ёхъжэбю")];

/// Cyrillic for Latin letters, as people type it; the longest first.
const CYRILLIC: &str = "\
    shch=щ sch=щ kh=х zh=ж ts=ц ch=ч sh=ш ya=я ja=я yu=ю ju=ю yo=е jo=е ye=е iy=ий yy=ый yj=ый \
    ij=ий ay=ай oy=ой ey=ей uy=уй a=а b=б c=ц d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п \
    q=к r=р s=с t=т u=у v=в w=в x=х y=ы z=з 4=ч 6=ш '=ь";

/// Latin for Cyrillic letters, as people type English words by their sound.
const LATIN: &str = "\
    кс=x дж=j а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u \
    ф=f х=h ц=ts ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=yu я=ya";

/// Languages in Cyrillic letters when their tag names no script.
const CYRILLIC_LANGUAGES: [&str; 10] = ["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"];

/// Replaces pieces of a text by others, the first that fits at each place.
#[derive(Clone, Debug)]
pub(super) struct Swap(pub(super) Vec<(String, String)>);

impl Swap {
    /// Returns what is tried in a language, in this order: the keyboard, then the script, then both the other way round.
    pub(super) fn all(lang: &Lang) -> Vec<Self> {
        let mut parts = lang.as_str().split('-');
        let primary = parts.next().unwrap_or_default();
        let cyrillic = parts.any(|tag| tag == "cyrl") || CYRILLIC_LANGUAGES.contains(&primary);
        let into_cyrillic = [Self::keys(false), Self::letters(CYRILLIC)];
        let into_latin = [Self::keys(true), Self::letters(LATIN)];
        if cyrillic {
            into_cyrillic.into_iter().chain(into_latin).collect()
        } else {
            into_latin.into_iter().chain(into_cyrillic).collect()
        }
    }

    fn letters(pairs: &str) -> Self {
        let pairs = pairs.split_whitespace().filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(from, to)| (from.to_owned(), to.to_owned())).collect())
    }

    fn keys(back: bool) -> Self {
        let pairs = KEYS.iter().flat_map(|(latin, cyrillic)| latin.chars().zip(cyrillic.chars()));
        let pairs = pairs.map(|(latin, cyrillic)| (latin.to_string(), cyrillic.to_string()));
        Self(
            pairs.map(|(latin, cyrillic)| if back { (cyrillic, latin) } else { (latin, cyrillic) }).collect(),
        )
    }

    /// Returns the text with each piece replaced; what is in no pair stays.
    pub(super) fn of(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let pair = self.0.iter().find(|(from, _)| rest.starts_with(from.as_str()));
            let (length, to) = pair.map_or((first.len_utf8(), None), |(from, to)| (from.len(), Some(to)));
            out.push_str(to.map_or(&rest[..length], String::as_str));
            rest = &rest[length..];
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Swap;
    use crate::base::lang::Lang;

    #[test]
    fn the_other_keyboard_and_the_other_script_are_read() {
        let [keys, letters, ..] = &Swap::all(&Lang::parse("ru").unwrap())[..] else { panic!() };
        assert_eq!(keys.of("yfkjrcjy f,cwtcc"), "налоксон абсцесс");
        assert_eq!(letters.of("peredozirovka shchas"), "передозировка щас");
        let [keys, letters, ..] = &Swap::all(&Lang::parse("en").unwrap())[..] else { panic!() };
        assert_eq!(keys.of("щмукв"), "overd");
        assert_eq!(letters.of("абсцесс"), "abstsess");
    }
}
