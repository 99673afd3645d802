//! A title says what was written, everywhere it is shown: names of elements stay words.

#![allow(clippy::unwrap_used)]

mod support;

use support::project;

#[test]
fn names_of_elements_stay_in_titles_wherever_they_are_shown() {
    for text in [
        "---\ntitle: The <script> and <details> elements\ntype: fix\nanswer: Use <script> well\n---\nx",
        "# The `<script>` and `<details>` elements\n\nUse `<script>` well",
        "# The &lt;script> and \\<details> elements\n\nUse \\<script> well",
        "---\ntitle: The `<script>` and &lt;details&gt; elements\nanswer: Use `<script>` well\n---\nx",
    ] {
        let dated = if text.starts_with("---") {
            text.replacen("---\n", "---\nupdated: 2026-01-01\n", 1)
        } else {
            format!("---\nupdated: 2026-01-01\n---\n{text}")
        };
        let site = project()
            .file("dopo.toml", "title = \"Help\"\nbase_url = \"https://help.example.com\"\n")
            .file("content/guide/a.md", dated)
            .file("content/guide/b.md", "# Other\n")
            .build();
        let shown = "The &lt;script&gt; and &lt;details&gt; elements";
        let page = site.text("guide/a/index.html");
        assert!(page.contains(&format!("<h1>{shown}</h1>")), "{text}\n{page}");
        for path in
            ["guide/index.html", "all/index.html", "index.html", "guide/b/index.html", "feed.xml"]
        {
            assert!(site.text(path).contains(shown), "{path} of {text}");
        }
        let twin = site.text("guide/a/index.md");
        assert!(twin.starts_with("# The \\<script\\> and \\<details\\> elements"), "{twin}");
        assert!(site.text("llms.txt").contains("<script"), "{}", site.text("llms.txt"));
        assert!(page.contains("Use &lt;script&gt; well") || page.contains("<code>&lt;script&gt;"));
    }
}
