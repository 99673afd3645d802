//! The one place that knows tantivy: passages in, terms with their postings out.
//!
//! tantivy is used as an inverter only. Its segment lives in memory and is thrown away: its own
//! files carry random ids and are neither small nor stable. Frequencies are kept, positions and
//! stored documents are not. Words enter as surfaces, unstemmed: stemming a vocabulary once is
//! thirty times cheaper than stemming every occurrence.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field as TantivyField, IndexRecordOption, Schema};
use tantivy::schema::{TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{
    DocSet, Index, IndexSettings, InvertedIndexReader, SegmentReader, TERMINATED, TantivyDocument,
};

use super::language::FunctionWords;
use super::words;

/// The texts of a passage that weigh differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// Title of the article (on its first passage, like every field of the article).
    Title,
    /// Symptoms and keywords.
    Cues,
    /// Short answer or description.
    Answer,
    /// Texts of links that lead here.
    Links,
    /// Names of the categories, and of the address.
    Folders,
    /// Heading of the passage.
    Heading,
    /// Text of the passage.
    Body,
}

impl Field {
    /// All fields, in the order their contributions are added.
    pub(super) const ALL: [Self; 7] = [
        Self::Title,
        Self::Cues,
        Self::Answer,
        Self::Links,
        Self::Folders,
        Self::Heading,
        Self::Body,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Cues => "cues",
            Self::Answer => "answer",
            Self::Links => "links",
            Self::Folders => "folders",
            Self::Heading => "heading",
            Self::Body => "body",
        }
    }

    /// The field as tantivy knows it: its place in [`Self::ALL`].
    fn id(self) -> TantivyField {
        TantivyField::from_field_id(self as u32)
    }

    /// Function words are searched where they may be all a customer types of a name.
    fn keeps_function_words(self) -> bool {
        matches!(self, Self::Title | Self::Cues | Self::Heading)
    }
}

/// The tool could not make an index. It is in memory and its input is text, so this means that
/// memory ran out or that tantivy has a defect.
#[derive(Debug, thiserror::Error)]
#[error("the search index could not be made: {0}")]
pub struct IndexFailure(#[from] tantivy::TantivyError);

impl From<std::io::Error> for IndexFailure {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// The memory the inverter begins with; its tables grow as they fill.
const FIRST_TABLES: usize = 1_000_000;

/// Takes passages, one after the other.
pub(super) struct Inverter(SingleSegmentIndexWriter);

impl Inverter {
    pub(super) fn new(function_words: &FunctionWords) -> Result<Self, IndexFailure> {
        let mut schema = Schema::builder();
        for field in Field::ALL {
            let analyser = if field.keeps_function_words() { "all" } else { "content" };
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(analyser)
                .set_index_option(IndexRecordOption::WithFreqs);
            let options = TextOptions::default().set_indexing_options(indexing);
            schema.add_text_field(field.name(), options);
        }
        let analysers = TokenizerManager::default();
        analysers.register("all", Surfaces::new(None));
        analysers.register("content", Surfaces::new(Some(Arc::new(function_words.clone()))));
        let settings = IndexSettings {
            docstore_compression: tantivy::store::Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let writer = Index::builder()
            .schema(schema.build())
            .settings(settings)
            .tokenizers(analysers)
            .single_segment_index_writer(
                tantivy::directory::RamDirectory::create(),
                FIRST_TABLES,
            )?;
        Ok(Self(writer))
    }

    /// Adds the next passage; its number is how many came before.
    pub(super) fn add<'a>(
        &mut self,
        texts: impl IntoIterator<Item = (Field, &'a str)>,
    ) -> Result<(), IndexFailure> {
        let mut document = TantivyDocument::default();
        for (field, text) in texts {
            document.add_text(field.id(), text);
        }
        Ok(self.0.add_document(document)?)
    }

    /// Closes the index for reading.
    pub(super) fn finish(self) -> Result<Inverted, IndexFailure> {
        let index = self.0.finalize()?;
        let mut readers = Vec::new();
        for segment in index.searchable_segments()? {
            let segment = SegmentReader::open(&segment)?;
            for field in Field::ALL {
                let norms = segment.get_fieldnorms_reader(field.id())?;
                readers.push(FieldReader { terms: segment.inverted_index(field.id())?, norms });
            }
        }
        Ok(Inverted { readers })
    }
}

struct FieldReader {
    terms: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
}

/// The inverted passages.
pub(super) struct Inverted {
    readers: Vec<FieldReader>,
}

/// Where one surface occurs in one field.
#[derive(Clone, Debug)]
pub(super) struct TermPlace {
    pub(super) field: Field,
    info: TermInfo,
}

impl Inverted {
    /// Every surface with the fields it occurs in, in order of its bytes.
    pub(super) fn vocabulary(&self) -> Result<BTreeMap<String, Vec<TermPlace>>, IndexFailure> {
        let mut vocabulary: BTreeMap<String, Vec<TermPlace>> = BTreeMap::new();
        for (field, reader) in Field::ALL.into_iter().zip(&self.readers) {
            let mut stream = reader.terms.terms().stream()?;
            while stream.advance() {
                let surface = String::from_utf8_lossy(stream.key());
                let place = TermPlace { field, info: stream.value().clone() };
                match vocabulary.get_mut(surface.as_ref()) {
                    Some(places) => places.push(place),
                    None => {
                        vocabulary.insert(surface.into_owned(), vec![place]);
                    }
                }
            }
        }
        Ok(vocabulary)
    }

    /// Calls `take` with passage number, frequency and length of the field in that passage (see
    /// [`Self::lengths`]) for every posting of a term.
    pub(super) fn each_posting(
        &self,
        place: &TermPlace,
        mut take: impl FnMut(u32, u32, u32),
    ) -> Result<(), IndexFailure> {
        let Some(reader) = self.readers.get(place.field as usize) else { return Ok(()) };
        let mut postings =
            reader.terms.read_postings_from_terminfo(&place.info, IndexRecordOption::WithFreqs)?;
        let mut passage = postings.doc();
        while passage != TERMINATED {
            take(passage, postings.term_freq(), reader.norms.fieldnorm(passage));
            passage = postings.advance();
        }
        Ok(())
    }

    /// How many words `field` has in each passage; above forty a near figure.
    pub(super) fn lengths(&self, field: Field) -> impl Iterator<Item = u32> {
        self.readers.get(field as usize).into_iter().flat_map(|reader| {
            (0..reader.norms.num_docs()).map(|passage| reader.norms.fieldnorm(passage))
        })
    }

    /// How many words `field` has in all passages together.
    pub(super) fn total_words(&self, field: Field) -> u64 {
        self.readers.get(field as usize).map_or(0, |reader| reader.terms.total_num_tokens())
    }
}

/// tantivy's view of [`words::each_surface`].
#[derive(Clone)]
struct Surfaces {
    skip: Option<Arc<FunctionWords>>,
    text: String,
    ends: Vec<usize>,
}

impl Surfaces {
    fn new(skip: Option<Arc<FunctionWords>>) -> Self {
        Self { skip, text: String::new(), ends: Vec::new() }
    }

    fn push(&mut self, surface: &str) {
        let skipped = surface.len() > words::LONGEST_WORD
            || self.skip.as_ref().is_some_and(|skip| skip.contains(surface));
        if !skipped {
            self.text.push_str(surface);
            self.ends.push(self.text.len());
        }
    }
}

impl Tokenizer for Surfaces {
    type TokenStream<'a> = SurfaceStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SurfaceStream<'a> {
        self.text.clear();
        self.ends.clear();
        words::each_surface(text, |surface| self.push(surface));
        SurfaceStream { surfaces: self, next: 0, start: 0, token: Token::default() }
    }
}

struct SurfaceStream<'a> {
    surfaces: &'a Surfaces,
    next: usize,
    start: usize,
    token: Token,
}

impl TokenStream for SurfaceStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.surfaces.ends.get(self.next) else { return false };
        self.token.text.clear();
        self.token.text.push_str(self.surfaces.text.get(self.start..end).unwrap_or_default());
        self.token.position = self.next;
        self.next += 1;
        self.start = end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
