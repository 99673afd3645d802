//! What is hidden, in every form, and what it can stand in. `§` is the canary.

/// Comments of HTML and of other tools.
pub(crate) const COMMENTS: [&str; 73] = [
    "{::comment}§{:/comment}",
    "<!-- § -->",
    "<!--§-->",
    "<!--\n§\n-->",
    "<!-- a\n\n§\n\n§ -->",
    "<!-- a\n§ b\n  § c -->",
    "<!--\n- § a\n  - § b\n\n1. §\n-->",
    "<!--\n```\n§\n```\n-->",
    "<!--\n```\n§\n-->",
    "<!--\n:::note §\n§\n:::\n-->",
    "<!--\n:::staff\n§\n-->",
    "<!--\n:::staff\n§\n:::\n§\n-->",
    "<!--\n---\ntitle: §\n---\n-->",
    "<!-- `§ -->",
    "<!-- <b>§</b> > § -- § -->",
    "<!-- {# § -->",
    "<!-- a --><!-- § -->",
    "{# § #}",
    "{#\n§\n\n§\n#}",
    "{#- § -#}",
    "{#§#}",
    "{# ` § #}",
    "{# a\n\n```\n§ #}",
    "%% § %%",
    "%%§%%",
    "%%\n§\n\n- §\n%%",
    "%% § 5%% § %%",
    "%% § \\%% § %%",
    "{{/* § */}}",
    "{{- /* § */ -}}",
    "{{/*\n§\n\n§\n*/}}",
    "{% comment %} § {% endcomment %}",
    "{%- comment -%}\n§\n\n§\n{%- endcomment -%}",
    "{% comment \"§\" %}§{% endcomment %}",
    "{% comment %}{% comment %}§{% endcomment %}§{% endcomment %}",
    "{% # § %}",
    "{{% comment %}}\n§\n{{% /comment %}}",
    "{{< comment >}}§{{< /comment >}}",
    "{/* § */}",
    "{/*\n§\n\n§\n*/}",
    "{/* a */ /* § */}",
    "{ /* § */ }",
    "{/* § */ 1}",
    "{/* § */ f({ a: '§' }) /* § } */}",
    "{>> § <<}",
    "{-- § --}",
    "{~~ § ~> new ~~}",
    "{~~§~>new~~}",
    "{{!-- § }} § --}}",
    "{{! § }}",
    "{{-- § --}}",
    "<%-- § --%>",
    "<%# § %>",
    "<#-- § -->",
    "<comment>§</comment>",
    "<div hidden>§</div>",
    "<DIV HIDDEN=''>\n§\n\n- §\n\n</DIV>",
    "<p style='display: none'>§</p>",
    "<span style='color:red;VISIBILITY : Hidden'>§</span>",
    "<div hidden>§<div>§</div>§</div>",
    "<div hidden>§<div\nid=x>§</div >§</div>",
    "<template>§</template>",
    "<template>\n\n§\n\n</template>",
    "<div hidden>\n\n## § {#§}\n\n[§](§.md) [^s]\n\n[^s]: §\n\n</div>",
    "<div hidden>\n<!-- </div> -->\n§\n</div>",
    "<div hidden>\n\n```\n</div>\n```\n\n§\n\n</div>",
    "<section title='a > b' hidden>§</section>",
    "<Tab style={{ display: 'none' }}>§</Tab>",
    "<img alt=§ hidden>",
    "<x-y hidden>§<x-y/>§</x-y>",
    "<?php echo '§ > §'; ?>",
    "<![CDATA[ § > § ]]>",
    "<![CDATA[\n§\n\n§\n]]>",
];

/// Marks behind a number. What stands between two comments shows, but in doubt (no `Betweenword`).
pub(crate) const SIGNS: [&str; 29] = [
    "Beforeword %%§ v2%% Betweenword %%bob@corp.example §%% Afterword",
    "Beforeword %%§5%% Betweenword %%§6%% Betweenword %%§ 7%% Afterword",
    "Beforeword %%price § 40%% Afterword",
    "Beforeword %%§5%% Betweenword\n\nb %%§%% Afterword",
    "Beforeword\n\n%%§5%%\n\nBetweenword\n\n%%\n§ block\n\n- §\n%%\n\nAfterword",
    "Beforeword\n\n%%\n§ 5%%\n\nBetweenword\n\n%%\n§\n\n§ 6%%\n\nAfterword",
    "- Beforeword %%§5%%\n- Betweenword %%§6%%\n- Afterword",
    "> Beforeword %%§5%%\n>\n> Betweenword %%§%%\n>\n> Afterword",
    "| a | b | c |\n| - | - | - |\n| Beforeword %%§5%% | Betweenword %%§6%% | Afterword |",
    "| a | b |\n| - | - |\n| Beforeword %%§5%% | Betweenword |\n| %%§%% | Afterword |",
    "Beforeword %%§5%% Betweenword\n\n```\nAfterword %%\n```",
    "## Beforeword %%§5%%\n\nBetweenword %%§%% Afterword",
    "Beforeword %%§5%% Betweenword\n\n100%% cotton, 50%% Afterword",
    "Beforeword %%§5%% Betweenword %%§%% b 100%% cotton Afterword",
    "Beforeword 100%% cotton\n\n%%§5%% Betweenword %%§%% Afterword",
    ":::note\nBeforeword %%§5%%\n\nBetweenword\n:::\n\n%%§%% Afterword",
    // The number may have been meant for one with a sign.
    "Beforeword %%§ 5%% §%% Afterword",
    "Beforeword %%§ 5%% §, 6%% §%% Afterword",
    "Beforeword %%§ 5%% §%%\n\nBetweenword\n\n%%§%% Afterword",
    "Beforeword %%§5%% b %% §\n\n§\n\n%% Afterword",
    "Beforeword\n\n%%\n§ 5%%\n\n§\n%%\n\nAfterword",
    "Beforeword\n\n%%\n§ 5%%\n\n§\n%%\n\nBetweenword\n\n%%§%% Afterword",
    // A sign, and a comment behind it; or a comment.
    "Beforeword 50%% full %%§ v2%% Afterword",
    "Beforeword 50%% full\n%%\n§\n\n§\n%%\n\nAfterword",
    "Beforeword 50%% full %%§\n\n§%% Afterword",
    "Beforeword 5%% §%% Betweenword\n\nb %%§%% Afterword",
    "Beforeword 5%% § %% b %% §\n\n§\n\n%% Afterword",
    "Beforeword 5%% of 6%% a %% § 7%% § %% Afterword",
    "| a | b |\n| - | - |\n| Beforeword 50%% | %%§ v2%% |\n\nAfterword",
];

/// Beginnings of comments that never end.
pub(crate) const OPEN_COMMENTS: [&str; 19] = [
    "<!-- § -- >\n\n§",
    "<!--\n§\n\n- §",
    "{# §\n\n§",
    "{#\n§",
    "%% §\n\n§",
    "%%\n§",
    "{{/* §\n\n§",
    "{% comment %}\n§\n\n§",
    "{{% comment %}}\n§",
    "{/* §\n\n§",
    "{>> §\n\n§",
    "{-- §\n\n§",
    "{~~ §\n\n§ ~> §",
    "{{!-- §\n\n§",
    "<![CDATA[ §\n\n§",
    "<?php §\n\n§",
    "<%-- §\n\n§",
    "<section hidden>§\n\n§",
    "<template>\n§\n\n- §",
];

/// Staff blocks.
pub(crate) const STAFF: [&str; 21] = [
    ":::staff\n§\n:::",
    "::: staff Title §\n§\n:::",
    ":::STAFF\n§\n:::",
    ":::{staff}\n§\n:::",
    "::: {.staff}\n§\n:::",
    ":::staf\n§\n:::",
    ":::staff-only\n§\n:::",
    ":::internal\n§\n:::",
    "::::staff\n:::\n§\n::::",
    ":::staff\n:::note §\n§\n:::\n§\n:::",
    ":::staff\n::::note\n§\n::::\n§\n:::",
    ":::staff\n```\n:::\n```\n§\n:::",
    ":::staff\n~~~\n:::note\n:::\n~~~\n§\n:::",
    ":::staff\n<div>\n```\n:::\n```\n§\n</div>\n:::",
    ":::staff\nuse `a\n:::\nb`\n§\n:::",
    ":::staff\n- a\n  :::\n- §\n:::",
    ":::staff\n- § a\n\n  § b\n:::",
    ":::staff\n<!--\n:::\n-->\n§\n:::",
    ":::staff\n:::staff\n§\n:::\n§\n:::",
    ":::staff\n| § |\n| - |\n| § |\n:::",
    ":::staff\n§[^s]\n\n[^s]: §\n:::",
];

/// Something that holds what is hidden.
pub(crate) struct Carrier {
    pub(crate) name: &'static str,
    /// Where `{}` stands what is hidden.
    pub(crate) text: &'static str,
    /// What every further line of it begins with.
    pub(crate) indent: &'static str,
    /// Whether a block can stand there, and so code between fences.
    pub(crate) takes_blocks: bool,
}

const fn block(name: &'static str, indent: &'static str, text: &'static str) -> Carrier {
    Carrier { name, text, indent, takes_blocks: true }
}

const fn line(name: &'static str, text: &'static str) -> Carrier {
    Carrier { name, text, indent: "", takes_blocks: false }
}

/// What comments and staff blocks stand in.
pub(crate) const CARRIERS: [Carrier; 52] = [
    block("alone", "", "Beforeword\n\n{}\n\nAfterword"),
    block("between lines", "", "Beforeword\n{}\nAfterword"),
    block("tight list", "  ", "- Beforeword\n  {}\n- Afterword"),
    block("tight list, not indented", "", "- Beforeword\n{}\n- Afterword"),
    block("loose list", "  ", "- Beforeword\n\n  {}\n\n- Afterword"),
    block("item", "  ", "- Beforeword\n- {}\n- Afterword"),
    block("item that goes on", "  ", "- Beforeword\n- {}\n\n  Afterword"),
    block("star list", "  ", "* Beforeword\n\n  {}\n\n  Afterword"),
    block("tab list", "\t", "-\tBeforeword\n\n\t{}\n\n\tAfterword"),
    block("step", "   ", "1. Beforeword\n   {}\n2. Afterword"),
    block("loose step", "   ", "1. Beforeword\n\n   {}\n\n2. Afterword"),
    block("whole step", "   ", "1. Beforeword\n2. {}\n3. Afterword"),
    block("nested list", "    ", "- a\n  - Beforeword\n    {}\n  - b\n- Afterword"),
    block("step in a list", "     ", "- a\n  1. Beforeword\n\n     {}\n\n  2. Afterword"),
    block("quote", "> ", "> Beforeword\n>\n> {}\n>\n> Afterword"),
    block("tight quote", "> ", "> Beforeword\n> {}\n> Afterword"),
    block("narrow quote", ">", ">Beforeword\n>{}\n>\n>Afterword"),
    block("quote in a step", "   > ", "1. a\n   > Beforeword\n   > {}\n2. Afterword"),
    block("list in a quote", ">   ", "> - Beforeword\n>   {}\n> - Afterword"),
    block("alert", "> ", "> [!NOTE]\n> Beforeword\n> {}\n> Afterword"),
    block("note", "", ":::note\nBeforeword\n{}\nAfterword\n:::"),
    block("note with a gap", "", "::::warning Hot\nBeforeword\n\n{}\n\nAfterword\n::::"),
    block("note in a list", "  ", "- a\n  :::note\n  Beforeword\n  {}\n  :::\n- Afterword"),
    block("details", "", ":::details More\nBeforeword\n{}\n:::\nAfterword"),
    block("tabs", "", "::::tabs\n:::tab A\nBeforeword\n{}\n:::\n:::tab B\nAfterword\n:::\n::::"),
    block("steps", "   ", ":::steps\n1. Beforeword\n   {}\n2. Afterword\n:::"),
    block("only", "", ":::only models=k1\nBeforeword\n{}\nAfterword\n:::"),
    block("check", "", ":::check\nBeforeword\n\n{}\n\n:::\n\nAfterword"),
    block("definition", "  ", "Term\n: Beforeword\n\n  {}\n\nAfterword"),
    block("whole definition", "  ", "Beforeword\n: {}\n: a\n\nAfterword"),
    block("footnote", "    ", "Beforeword[^1]\n\n[^1]: Note\n\n    {}\n\nAfterword"),
    block(
        "footnote in a footnote",
        "        ",
        "Beforeword[^1]\n\n[^1]: A[^2]\n\n    [^2]: B\n\n        {}\n\nAfterword",
    ),
    block("note of MkDocs", "    ", "!!! note\n    Beforeword\n\n    {}\n\n    Afterword"),
    block("details of MkDocs", "    ", "Beforeword\n\n???+ tip \"A title\"\n\n    {}\n\nAfterword"),
    block(
        "tab of MkDocs",
        "    ",
        "Beforeword\n\n=== \"A tab\"\n\n    {}\n\n=== \"B\"\n\n    Afterword",
    ),
    block(
        "note in a note of MkDocs",
        "        ",
        "!!! note\n\n    Beforeword\n\n    ??? tip\n\n        {}\n\n    Afterword",
    ),
    block(
        "note of MkDocs in a list",
        "        ",
        "- Beforeword\n\n    !!! note\n\n        {}\n\n- Afterword",
    ),
    line("price", "Beforeword $5 {} and $6\n\nAfterword"),
    line("behind a number", "Beforeword 5 {} 100% afterword"),
    block("behind code", "", "Beforeword\n\n```\na\n```\n{}\n\nAfterword"),
    block("between stray ticks", "", "Beforeword don`t\n{}\ncan`t Afterword"),
    line("paragraph", "Beforeword {} afterword"),
    line("emphasis", "**Beforeword** *a {} b* afterword"),
    line("heading", "## Beforeword {}\n\nAfterword"),
    line("table", "| a | b |\n| - | - |\n| Beforeword | {} |\n\nAfterword"),
    line("title of a note", ":::note Beforeword {}\na\n:::\n\nAfterword"),
    line("summary", ":::details Beforeword {}\na\n:::\n\nAfterword"),
    line("alternative text", "Beforeword ![A {}](https://a.example/b.png) afterword"),
    line("title of a link", "Beforeword [a](https://a.example/ \"B {}\") afterword"),
    line("HTML block", "<div>\nBeforeword\n{}\nAfterword\n</div>"),
    line("HTML in a list", "- <div>\n  Beforeword\n  {}\n  </div>\n- Afterword"),
    line("HTML tags", "<p>Beforeword</p> {} <p>Afterword</p>"),
];

/// What text in `carrier` makes, with `§` for the canary.
pub(crate) fn put(carrier: &Carrier, hidden: &str) -> String {
    let mut lines = hidden.split('\n');
    let mut indented = lines.next().unwrap_or("").to_owned();
    for line in lines {
        indented.push('\n');
        if line.is_empty() {
            indented.push_str(carrier.indent.trim_end());
        } else {
            indented.push_str(carrier.indent);
            indented.push_str(line);
        }
    }
    carrier.text.replace("{}", &indented)
}
