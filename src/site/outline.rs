//! The site as a list of contents: which articles and categories there are, where they stand and
//! how they belong together. Everything after this speaks of them by their ids.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::address::{Addresses, NamedBy, home, twin};
use super::claims::{Claimant, Claims, Holder, Kind};
use super::heads::Standing;
use super::order::natural;
use super::redirects::is_other_name;
use super::sources::{Content, Placed, Role};
use super::visibility::folders_up;
use super::{ArticleId, CategoryId, LocaleId, Visibility};
use crate::config::Config;
use crate::parse::Document;
use crate::text::path::{SourcePath, UrlPath, resolve};
use crate::text::title;

/// A published article.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) placed: Arc<Placed>,
    pub(super) standing: Standing,
    pub(super) visibility: Visibility,
    pub(super) category: CategoryId,
    pub(super) title: String,
    /// The title as it sorts.
    pub(super) sorts_as: String,
    pub(super) translations: Vec<ArticleId>,
}

impl Entry {
    /// What customers may call it beside its title.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &String> {
        let aliases = self.placed.document.front.aliases.iter();
        aliases.filter(|alias| is_other_name(alias)).map(|alias| &alias.text)
    }
}

/// An article that is published, before it has its address for itself.
pub(super) type Candidate = (Arc<Placed>, Standing, Visibility);

/// A folder with published articles in or below it.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) locale: LocaleId,
    pub(super) folder: String,
    pub(super) address: UrlPath,
    pub(super) title: String,
    pub(super) head: Option<ArticleId>,
    pub(super) parent: Option<CategoryId>,
    pub(super) translations: Vec<CategoryId>,
}

/// All of them, in the order of their ids.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) config: Arc<Config>,
    /// In order of locale and address.
    pub(super) entries: Vec<Entry>,
    /// In order of locale and folder, so parents stand before children.
    pub(super) folders: Vec<Folder>,
    by_folder: HashMap<(LocaleId, String), CategoryId>,
}

/// The ids of a list of `length`.
pub(super) fn article_ids(length: usize) -> impl Iterator<Item = ArticleId> {
    ArticleId::all().take(length)
}

/// The ids of a list of `length`.
pub(super) fn category_ids(length: usize) -> impl Iterator<Item = CategoryId> {
    CategoryId::all().take(length)
}

impl Outline {
    /// Draws the outline of `published` articles. Each claims its address; who comes too late is
    /// left out, which an error has told.
    pub(super) fn new(
        published: Vec<Candidate>,
        config: &Arc<Config>,
        content: &Content,
        addresses: &mut Addresses<'_>,
        claims: &mut Claims,
    ) -> Self {
        let mut published = claimed(published, config, claims);
        published.sort_by(|left, right| {
            (left.0.locale, &left.1.address).cmp(&(right.0.locale, &right.1.address))
        });
        let mut folders = folders(&published, config, content, addresses, claims);
        let by_folder: HashMap<_, _> = category_ids(folders.len())
            .zip(&folders)
            .map(|(id, folder)| ((folder.locale, folder.folder.clone()), id))
            .collect();
        for folder in &mut folders {
            let parent = folders_up(&folder.folder).nth(1);
            folder.parent = parent
                .and_then(|parent| by_folder.get(&(folder.locale, parent.to_owned())))
                .copied();
        }
        let translations = paired(
            article_ids(published.len())
                .zip(&published)
                .map(|(id, (placed, ..))| (placed.key(), placed.locale, id)),
        );
        let of_folders = paired(
            category_ids(folders.len())
                .zip(&folders)
                .map(|(id, folder)| (folder.folder.clone(), folder.locale, id)),
        );
        for (folder, translations) in folders.iter_mut().zip(of_folders) {
            folder.translations = translations;
        }
        let root = CategoryId::ROOT;
        let entries: Vec<Entry> = published
            .into_iter()
            .zip(translations)
            .map(|((placed, standing, visibility), translations)| {
                let title = title_of(&placed, &standing, config);
                Entry {
                    category: by_folder
                        .get(&(placed.locale, standing.folder.clone()))
                        .copied()
                        .unwrap_or(root),
                    sorts_as: natural(&title),
                    title,
                    placed,
                    standing,
                    visibility,
                    translations,
                }
            })
            .collect();
        for (id, entry) in article_ids(entries.len()).zip(&entries) {
            if entry.standing.is_head
                && let Some(folder) = folders.get_mut(entry.category.index())
            {
                folder.head = Some(id);
                folder.title.clone_from(&entry.title);
                folder.address.clone_from(&entry.standing.address);
            }
        }
        Self { config: Arc::clone(config), entries, folders, by_folder }
    }

    /// Puts another text in the place of an article's, whose face is the same. Gives whether lists
    /// that show it may be others now.
    pub(super) fn replace(&mut self, id: ArticleId, document: &Arc<Document>) -> bool {
        let entry = &mut self.entries[id.index()];
        let old = Arc::clone(&entry.placed.document);
        let placed = Placed { document: Arc::clone(document), ..Placed::clone(&entry.placed) };
        entry.title = title_of(&placed, &entry.standing, &self.config);
        entry.sorts_as = natural(&entry.title);
        entry.placed = Arc::new(placed);
        if entry.standing.is_head
            && let Some(folder) = self.folders.get_mut(entry.category.index())
        {
            folder.title.clone_from(&entry.title);
            return true;
        }
        old.title != document.title || old.front.weight != document.front.weight
    }

    pub(super) fn entry(&self, id: ArticleId) -> &Entry {
        &self.entries[id.index()]
    }

    pub(super) fn category(&self, id: CategoryId) -> &Folder {
        &self.folders[id.index()]
    }

    /// The root category of `locale`: there always is one.
    pub(super) fn root(&self, locale: LocaleId) -> CategoryId {
        self.by_folder.get(&(locale, String::new())).copied().unwrap_or(CategoryId::ROOT)
    }
}

/// The articles that have their address and that of their Markdown twin. Home pages come first:
/// they cannot make room.
fn claimed(mut published: Vec<Candidate>, config: &Config, claims: &mut Claims) -> Vec<Candidate> {
    let is_home = |standing: &Standing| standing.is_head && standing.folder.is_empty();
    published.sort_by_key(|(_, standing, _)| !is_home(standing));
    let homes = published.partition_point(|(_, standing, _)| is_home(standing));
    let others = published.split_off(homes);
    published.retain(|(placed, standing, _)| claim(placed, standing, claims));
    for (id, own) in locale_ids(config).zip(&config.locales) {
        claims.hold_own(home(config, id).output(), Holder::Home(own.locale.to_string()));
    }
    let others = others.into_iter();
    published.extend(others.filter(|(placed, standing, _)| claim(placed, standing, claims)));
    published
}

fn claim(placed: &Placed, standing: &Standing, claims: &mut Claims) -> bool {
    // The `slug` of an `_index.md` names its folder, and so itself.
    let slug = placed.document.front.slug.as_ref().filter(|_| placed.role == Role::Folder);
    let named_by = match (standing.named_by, slug) {
        (NamedBy::File, Some(slug)) => NamedBy::Slug(slug.span),
        (named_by, _) => named_by,
    };
    let by = Claimant::article(placed.source(), named_by);
    claims.claim(&[standing.address.output(), twin(&standing.address).output()], by)
}

/// The roots of all locales, and every folder with an article in or below it. One without a head
/// claims its address itself.
fn folders(
    published: &[Candidate],
    config: &Config,
    content: &Content,
    addresses: &mut Addresses<'_>,
    claims: &mut Claims,
) -> Vec<Folder> {
    let mut found: BTreeMap<(LocaleId, &str), SourcePath> = BTreeMap::new();
    let mut headed = std::collections::HashSet::new();
    for (placed, standing, _) in published {
        for folder in folders_up(&standing.folder) {
            let key = (placed.locale, folder);
            if found.contains_key(&key) {
                break;
            }
            let path = resolve(&placed.root, folder).unwrap_or_default();
            found.insert(key, SourcePath::new(path));
        }
        if standing.is_head {
            headed.insert((placed.locale, standing.folder.as_str()));
        }
    }
    for locale in locale_ids(config) {
        let root = content.roots_of(locale).next().unwrap_or("");
        found.entry((locale, "")).or_insert_with(|| SourcePath::new(root));
    }
    let mut folders = Vec::with_capacity(found.len());
    for ((locale, folder), path) in found {
        let mut address = addresses.folder(locale, folder, &path);
        if !folder.is_empty() && !headed.contains(&(locale, folder)) {
            let by = Claimant::whole(&path, Kind::Folder);
            if !claims.claim(&[address.output()], by) {
                // That was an error, so nobody will see it; but every category has a page.
                address = UrlPath::new(format!("/_dopo/folders/{}/", folders.len()));
                claims.hold_own(address.output(), Holder::Dopo("the list of a folder".into()));
            }
        }
        let name = folder.rsplit_once('/').map_or(folder, |(_, name)| name);
        let title =
            if folder.is_empty() { site_title(config, locale) } else { title::from_name(name) };
        folders.push(Folder {
            locale,
            folder: folder.to_owned(),
            address,
            title: if title.is_empty() { name.to_owned() } else { title },
            head: None,
            parent: None,
            translations: Vec::new(),
        });
    }
    folders
}

pub(super) fn locale_ids(config: &Config) -> impl Iterator<Item = LocaleId> + use<> {
    LocaleId::all().take(config.locales.len())
}

fn site_title(config: &Config, locale: LocaleId) -> String {
    let own = config.locales.get(locale.index());
    own.map_or_else(|| config.title.clone(), |own| own.title.clone())
}

/// Its own title, else one made from its name: for a head from the folder's.
fn title_of(placed: &Placed, standing: &Standing, config: &Config) -> String {
    if let Some(title) = placed.document.title.as_deref().map(str::trim)
        && !title.is_empty()
    {
        return title.to_owned();
    }
    let is_named_for_folder =
        ["_index", "index", "readme"].iter().any(|name| placed.stem.eq_ignore_ascii_case(name));
    let name = match placed.folder.rsplit_once('/').map_or(&*placed.folder, |(_, name)| name) {
        folder if is_named_for_folder => folder,
        _ => &placed.stem,
    };
    let title = title::from_name(name);
    match title.as_str() {
        "" if standing.folder.is_empty() => site_title(config, placed.locale),
        "" => name.to_owned(),
        _ => title,
    }
}

/// For each of a list, the others with the same key in other locales, in order of locale.
fn paired<K: std::hash::Hash + Eq, I: Copy + PartialEq>(
    list: impl Iterator<Item = (K, LocaleId, I)>,
) -> Vec<Vec<I>> {
    let mut groups: HashMap<K, usize> = HashMap::new();
    let mut members: Vec<Vec<(LocaleId, I)>> = Vec::new();
    let mut group_of = Vec::new();
    for (key, locale, id) in list {
        let group = *groups.entry(key).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[group].push((locale, id));
        group_of.push((group, locale));
    }
    for group in &mut members {
        group.sort_by_key(|(locale, _)| *locale);
    }
    group_of
        .into_iter()
        .map(|(group, own)| {
            let others = members[group].iter().filter(|(locale, _)| *locale != own);
            others.map(|(_, id)| *id).collect()
        })
        .collect()
}
