//! A build that is killed between any two of its calls, and the next one that is killed too.

use super::step::stop;
use super::*;

const OLD: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("fix/heat/index.html", "heat"),
    ("gone/deep/index.html", "gone"),
    ("x/was-file", "file"),
    ("x/was-folder/index.html", "folder"),
    ("_dopo/hashed/1/x", "1"),
];

const NEW: &[(&str, &str)] = &[
    ("index.html", "home, new"),
    ("fix/heat/index.html", "heat"),
    ("care/index.html", "care"),
    ("x/was-file/index.html", "folder"),
    ("x/was-folder", "file"),
    ("_dopo/hashed/2/x", "2"),
];

/// What a person has there, and how it came that the folder was taken.
const THEIRS: &[(&str, &str)] = &[
    (".git/HEAD", "ref: main"),
    (".git/objects/ab/cdef", "an object"),
    (".nojekyll", ""),
    (".well-known/acme/token", "token"),
    ("gone/.htaccess", "Redirect"),
];

/// A folder before the build that is killed.
type Scene = fn(&Place);

const SCENES: &[(&str, Scene)] = &[
    ("nothing", |_| {}),
    ("an old site", |place| {
        publish(place, OLD);
        lay(&place.folder, THEIRS);
    }),
    ("nothing but what goes along", |place| lay(&place.folder, THEIRS)),
    ("an old site whose list is lost", |place| {
        publish(place, OLD);
        lay(&place.folder, THEIRS);
        fs::remove_dir_all(place.folder.with_file_name(".public.dopo")).unwrap();
    }),
    ("what is taken by force", |place| {
        lay(&place.folder, THEIRS);
        lay(&place.folder, &[("index.html", "mine"), ("thesis/a.txt", "years of work")]);
    }),
    ("an old site and what is taken by force", |place| {
        publish(place, OLD);
        lay(&place.folder, THEIRS);
        lay(&place.folder, &[("care/index.html", "mine"), ("thesis/a.txt", "years of work")]);
    }),
];

/// Everything in the room that no build made: by name and bytes, wherever it lies.
fn theirs(place: &Place) -> Vec<(String, String)> {
    let all = tree(place.folder.parent().unwrap());
    let known = [THEIRS, &[("index.html", "mine"), ("care/index.html", "mine")]].concat();
    let is_theirs = |path: &str, text: &str| {
        path.ends_with("thesis/a.txt")
            || known.iter().any(|(known, what)| path.ends_with(known) && *what == text)
    };
    let mut found: Vec<(String, String)> = all
        .into_iter()
        .filter(|(path, text)| is_theirs(path, text))
        .map(|(path, text)| (path.rsplit('/').next().unwrap().to_owned(), text))
        .collect();
    found.sort();
    found
}

/// Whether the folder is a whole site, old or new, apart from what is a person's.
fn is_whole(place: &Place, before: &BTreeMap<String, String>) -> bool {
    let mut now = site(place);
    now.retain(|path, what| what != "(empty)" && !THEIRS.iter().any(|(theirs, _)| theirs == path));
    let mut before = before.clone();
    before.retain(|path, _| !THEIRS.iter().any(|(theirs, _)| theirs == path));
    now == before || files(NEW) == now || {
        // Hashed files of the site before may stay.
        now.remove("_dopo/hashed/1/x");
        files(NEW) == now
    }
}

/// What is true after every kill.
fn check(place: &Place, told: &str, before: &BTreeMap<String, String>, all: &[(String, String)]) {
    assert_eq!(theirs(place), all, "{told}: something of a person's is lost");
    if !place.without_exchange {
        assert!(is_whole(place, before), "{told}: a mixed site: {:#?}", site(place));
    }
}

/// Builds to the end and looks.
fn finish(place: &Place, told: &str, all: &[(String, String)]) {
    publish(place, NEW);
    // Whose a folder is that the new site has not, nobody knows without the list.
    let has_place = |path: &str| !(told.contains("list is lost") && path.starts_with("gone/"));
    assert_eq!(theirs(place), all, "{told}: afterwards");
    let mut wanted = files(NEW);
    if all.iter().any(|(name, _)| name == "HEAD") {
        wanted.extend(files(THEIRS).into_iter().filter(|(path, _)| has_place(path)));
    }
    assert_eq!(site(place), wanted, "{told}: afterwards");
    let left = tree(&place.folder.with_file_name(".public.dopo"));
    assert_eq!(left.len(), 4, "{told}: {:?}", left.keys());
    // And a plain build after it finds nothing in its way.
    let next = Place { force: false, ..place.clone() };
    assert_eq!(publish(&next, NEW).aside, Vec::<PathBuf>::new(), "{told}");
}

#[test]
fn whenever_a_build_is_killed_nothing_is_lost_and_the_next_one_mends_it() {
    let mut kills = 0;
    for (scene, prepare) in SCENES {
        for without_exchange in [false, true] {
            for steps in 0.. {
                let (_room, place) = room();
                let place = Place { without_exchange, ..place };
                prepare(&place);
                let (before, all) = (site(&place), theirs(&place));
                let place = Place { force: scene.contains("force"), ..place };
                let told = format!("{scene}, without exchange {without_exchange}, step {steps}");
                let (result, stopped) = stop::after(steps, || try_to_publish(&place, NEW));
                if !stopped {
                    result.unwrap();
                    assert!(steps > 10, "{told}: only so many");
                    break;
                }
                kills += 1;
                check(&place, &told, &before, &all);
                finish(&place, &told, &all);
            }
        }
    }
    assert!(kills > 300, "{kills} kills");
}

#[test]
fn a_build_that_mends_may_be_killed_too() {
    let mut kills = 0;
    for (scene, prepare) in [SCENES[1], SCENES[5]] {
        for without_exchange in [false, true] {
            for first in (0..).step_by(9) {
                let mut is_over = false;
                for second in (first % 7..).step_by(7) {
                    let (_room, place) = room();
                    let place = Place { without_exchange, ..place };
                    prepare(&place);
                    let (before, all) = (site(&place), theirs(&place));
                    let place = Place { force: scene.contains("force"), ..place };
                    let told = format!(
                        "{scene}, without exchange {without_exchange}, steps {first} and {second}"
                    );
                    let (_, stopped) = stop::after(first, || try_to_publish(&place, NEW));
                    is_over = !stopped;
                    let (_, stopped) = stop::after(second, || try_to_publish(&place, NEW));
                    if is_over || !stopped {
                        break;
                    }
                    kills += 1;
                    check(&place, &told, &before, &all);
                    finish(&place, &told, &all);
                }
                if is_over {
                    break;
                }
            }
        }
    }
    assert!(kills > 200, "{kills} kills");
}

/// The list is there and the marker is not, or the other way round.
#[test]
fn a_marker_and_a_list_that_do_not_belong_together_are_not_trusted() {
    let (_room, place) = room();
    publish(&place, OLD);
    let old_marker = fs::read(place.folder.join(MARKER)).unwrap();
    publish(&place, NEW);
    // A folder put back from a copy, with the list of the site after it.
    fs::write(place.folder.join(MARKER), old_marker).unwrap();
    lay(&place.folder, &[("fix/mine.txt", "mine")]);
    let published = publish(&place, OLD);
    assert_eq!(site(&place), files(OLD));
    assert_eq!(tree(&published.aside[0])["fix/mine.txt"], "mine");
}
