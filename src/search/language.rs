//! What search knows of a language: its stemmer, its function words, its support synonyms.
//!
//! All of it is used at build time. The browser gets the function words in the root file and
//! nothing else: it has no code per language.

use frostem::{Algorithm, Stemmer};
use serde::Deserialize;

/// A language of the index.
pub(super) struct Language {
    stemmer: Option<Stemmer>,
    /// Words that are looked up only when a query has nothing else.
    pub(super) function_words: FunctionWords,
    /// Sets of phrases that customers and writers use for one thing.
    pub(super) synonyms: Vec<Vec<String>>,
    /// Sets of forms of one word that no stemmer brings together.
    pub(super) forms: Vec<Vec<String>>,
    /// Words are written together to make new ones.
    pub(super) compounds: bool,
    /// Words of everyday language: one that the site lacks is not a misspelling.
    pub(super) ordinary: Vec<String>,
}

/// A data file of a language.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    function_words: Vec<String>,
    forms: Vec<String>,
    synonyms: Vec<String>,
    ordinary: Vec<String>,
}

impl Language {
    /// The language of a locale tag's first part (`it`). One without data has a stemmer at most.
    pub(super) fn new(tag: &str) -> Self {
        let lexicon = match tag {
            "de" => include_str!("lexicons/de.toml"),
            "en" => include_str!("lexicons/en.toml"),
            "es" => include_str!("lexicons/es.toml"),
            "fr" => include_str!("lexicons/fr.toml"),
            "it" => include_str!("lexicons/it.toml"),
            "pt" => include_str!("lexicons/pt.toml"),
            _ => "",
        };
        let lexicon: Lexicon = toml::from_str(lexicon).unwrap_or_default();
        let function_words = FunctionWords::new(
            lexicon.function_words.iter().flat_map(|line| line.split_whitespace()),
        );
        let synonyms: Vec<Vec<String>> = lexicon
            .synonyms
            .iter()
            .map(|set| set.split(',').map(|phrase| phrase.trim().to_owned()).collect())
            .collect();
        let words = |line: &String| -> Vec<String> {
            line.split_whitespace().map(super::words::fold).collect()
        };
        let forms: Vec<Vec<String>> = lexicon.forms.iter().map(words).collect();
        let mut ordinary: Vec<String> = lexicon.ordinary.iter().flat_map(words).collect();
        ordinary.extend(forms.iter().flatten().cloned());
        ordinary.sort_unstable();
        ordinary.dedup();
        Self {
            stemmer: algorithm(tag).map(Stemmer::new),
            function_words,
            synonyms,
            forms,
            compounds: ["da", "de", "fi", "nb", "nl", "nn", "no", "sv"].contains(&tag),
            ordinary,
        }
    }

    /// What all forms of a word have in common, folded. Codes and numbers are their own stem.
    pub(super) fn stem(&self, surface: &str) -> String {
        match &self.stemmer {
            Some(stemmer) if !surface.bytes().any(|byte| byte.is_ascii_digit()) => {
                super::words::fold(&stemmer.stem(surface))
            }
            _ => super::words::fold(surface),
        }
    }
}

/// A set of words, asked for every word of every article.
#[derive(Clone, Debug, Default)]
pub(super) struct FunctionWords {
    /// By first byte and length, so that most words are answered without a comparison.
    shelves: Vec<Vec<String>>,
}

impl FunctionWords {
    const SHELVES: usize = 32 * 16;

    /// Takes words as written; they are known with and without their accents.
    fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut shelves = vec![Vec::new(); Self::SHELVES];
        for word in words {
            for form in [word.to_owned(), super::words::fold(word)] {
                let shelf: Option<&mut Vec<String>> = shelves.get_mut(Self::shelf(&form));
                if let Some(shelf) = shelf.filter(|shelf| !shelf.contains(&form)) {
                    shelf.push(form);
                }
            }
        }
        Self { shelves }
    }

    fn shelf(word: &str) -> usize {
        let first = word.bytes().next().unwrap_or_default();
        usize::from(first & 31) * 16 + word.len().min(15)
    }

    /// Whether `surface` is one of them.
    pub(super) fn contains(&self, surface: &str) -> bool {
        self.shelves
            .get(Self::shelf(surface))
            .is_some_and(|shelf| shelf.iter().any(|word| word == surface))
    }

    /// All of them, folded, in order.
    pub(super) fn folded(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.shelves.iter().flatten().map(|word| super::words::fold(word)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn algorithm(tag: &str) -> Option<Algorithm> {
    Some(match tag {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::search::input::{SearchArticle, SearchPassage};
    use crate::search::tests::index_articles;
    use crate::search::{SearchOptions, open};

    #[test]
    fn every_lexicon_is_read() {
        for tag in ["de", "en", "es", "fr", "it", "pt"] {
            let language = Language::new(tag);
            assert!(language.synonyms.len() > 50, "{tag}");
            assert!(language.forms.len() > 10 && language.ordinary.len() > 50, "{tag}");
            assert!(language.function_words.folded().len() > 100, "{tag}");
            assert!(language.stemmer.is_some(), "{tag}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem_and_codes_their_own() {
        for (tag, one, other) in [
            ("it", "aggiornamento", "aggiornamenti"),
            ("en", "resetting", "reset"),
            ("de", "Lampe", "Lampen"),
            ("fr", "remboursement", "remboursements"),
            ("es", "contraseña", "contraseñas"),
        ] {
            let language = Language::new(tag);
            let stem = |word: &str| language.stem(&word.to_lowercase());
            assert_eq!(stem(one), stem(other), "{tag}");
        }
        assert_eq!(Language::new("en").stem("k200s"), "k200s");
    }

    #[test]
    fn function_words_are_known_with_and_without_accents() {
        let words = Language::new("it").function_words;
        assert!(
            words.contains("perché") && words.contains("perche") && !words.contains("macchina")
        );
        assert!(!Language::new("ja").function_words.contains("the"));
    }

    #[test]
    fn every_language_knows_the_forms_of_a_word() {
        // A language, two forms of one word, and a word that is none of its forms.
        let pairs = [
            ("ar", "كتاب", "الكتاب", "مكتبة"),
            ("ca", "màquina", "màquines", "taula"),
            ("cs", "voda", "vody", "vodka"),
            ("da", "maskine", "maskinen", "masse"),
            ("de", "Lampe", "Lampen", "Lager"),
            ("el", "μηχανή", "μηχανές", "μήνας"),
            ("en", "leak", "leaking", "lean"),
            ("es", "contraseña", "contraseñas", "contrato"),
            ("et", "masinad", "masinat", "maja"),
            ("eu", "liburu", "liburuak", "mahai"),
            ("fa", "کتاب", "کتابها", "مدرسه"),
            ("fi", "talo", "talossa", "tavara"),
            ("fr", "remboursement", "remboursements", "remplir"),
            ("ga", "meaisín", "mheaisín", "leaba"),
            ("hi", "लड़का", "लड़के", "पानी"),
            ("hu", "ház", "házak", "határ"),
            ("hy", "մեքենա", "մեքենաներ", "գինի"),
            ("id", "baca", "membaca", "batu"),
            ("it", "aggiornamento", "aggiornamenti", "aggiunta"),
            ("lt", "namas", "namai", "nagas"),
            ("nb", "maskin", "maskinen", "mat"),
            ("ne", "किताब", "किताबहरू", "पानी"),
            ("nl", "lamp", "lampen", "land"),
            ("nn", "maskin", "maskinen", "mat"),
            ("no", "maskin", "maskinen", "mat"),
            ("pl", "maszyna", "maszyny", "masło"),
            ("pt", "máquina", "máquinas", "mala"),
            ("ro", "casa", "casele", "carte"),
            ("ru", "машина", "машины", "магазин"),
            ("sr", "mašina", "mašine", "maslac"),
            ("sv", "maskin", "maskinen", "mat"),
            ("ta", "புத்தகம்", "புத்தகங்கள்", "தண்ணீர்"),
            ("tr", "lamba", "lambalar", "masa"),
            ("uk", "вода", "води", "ворота"),
            ("yi", "לאָמפּ", "לאָמפּן", "וואַסער"),
            // Without spaces between words: by pairs of characters.
            ("ja", "電源", "電源を入れる", "水を入れる"),
            ("ko", "기계", "기계를 청소합니다", "물을 채웁니다"),
            ("th", "เครื่อง", "ทำความสะอาดเครื่องนี้", "เติมน้ำ"),
            ("zh", "机器", "清洁机器的方法", "加水"),
            ("lo", "ເຄື່ອງ", "ລ້າງເຄື່ອງ", "ຕື່ມນ້ຳ"),
        ];
        let letters = || 'a'..='z';
        let tags = letters().flat_map(|one| letters().map(move |other| format!("{one}{other}")));
        for tag in tags.filter(|tag| Language::new(tag).stemmer.is_some()) {
            assert!(pairs.iter().any(|pair| pair.0 == tag), "give the table a row for {tag}");
        }
        let verbatim = SearchOptions { verbatim: true, ..SearchOptions::default() };
        for (tag, one, other, foreign) in pairs {
            let articles = [("/one/", one), ("/other/", other), ("/foreign/", foreign)];
            let articles = articles.map(|(address, word)| SearchArticle {
                address: address.to_owned(),
                weight: 100,
                passages: vec![SearchPassage { text: word.to_owned(), ..SearchPassage::default() }],
                ..SearchArticle::default()
            });
            let files = index_articles(articles.to_vec(), tag, &[]);
            let found = open(&files).unwrap().search(&format!("{one} "), &verbatim).unwrap();
            let mut found: Vec<String> = found.hits.into_iter().map(|hit| hit.address).collect();
            found.sort();
            assert_eq!(found, ["/one/", "/other/"], "{tag} {one} {other}");
        }
    }
}
