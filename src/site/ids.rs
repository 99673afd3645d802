//! Names of what a site lists: a place in a list, so that one that exists never dangles. They are of
//! one site and say nothing of another.

/// Makes the name of a kind of thing.
macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The place in the list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// Every id there can be, in order: to be zipped with a list or cut to its length.
            pub fn all() -> impl Iterator<Item = Self> {
                (0..).map(Self)
            }
        }
    };
}

id!(
    /// Index into [`Site::articles`](super::Site::articles).
    ArticleId
);
id!(
    /// Index into [`Site::categories`](super::Site::categories).
    CategoryId
);
id!(
    /// Index into [`Site::locales`](super::Site::locales).
    LocaleId
);

impl LocaleId {
    /// The locale at the root of the site.
    pub const DEFAULT: Self = Self(0);

    /// Whether it has a folder of its own.
    pub fn is_further(self) -> bool {
        self != Self::DEFAULT
    }
}

impl CategoryId {
    /// The content root of the default locale, which every site has.
    pub(super) const ROOT: Self = Self(0);
}

impl ArticleId {
    /// For what tells articles apart by a number.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}
