//! A Rust source file read as tokens, for the checks of the source tree: which names it
//! holds and which paths lead from the crate's root. Comments and strings are no names,
//! and code that is only compiled for tests can be told apart.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// One file of `src/`.
pub struct Source {
    /// Inside `src/`, with `/` between folders.
    pub path: String,
    tokens: Vec<TokenTree>,
}

/// A `mod name;` at the top of a file.
pub struct DeclaredModule {
    pub name: String,
    pub only_in_tests: bool,
}

/// What code outside tests does that matters to the layers.
pub enum Mention {
    /// A path that goes through the crate's root (`crate::name`, `super::super::name`); `*`, `self` or
    /// `crate` when it takes the root as a whole.
    FromRoot(String),
    /// `use` or `extern crate self`.
    Use,
}

impl Source {
    pub fn read(path: &str, text: &str) -> Self {
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{path} cannot be read as Rust: {error}"));
        Self {
            path: path.to_owned(),
            tokens: tokens.into_iter().collect(),
        }
    }

    /// The module that the file is: `edit/mod.rs` is `edit`, `edit/vertex.rs` is `edit::vertex`,
    /// `lib.rs` is the root.
    pub fn module(&self) -> Vec<String> {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if stem == "lib" || stem.ends_with("/mod") {
            module.pop();
        }
        module
    }

    pub fn declared_modules(&self) -> Vec<DeclaredModule> {
        let mut modules = Vec::new();
        let mut only_in_tests = false;
        for (at, token) in self.tokens.iter().enumerate() {
            only_in_tests |= is_test_attribute(&self.tokens, at);
            if is_name(token, "mod")
                && let Some(TokenTree::Ident(name)) = self.tokens.get(at + 1)
                && is_punct(self.tokens.get(at + 2), ';')
            {
                modules.push(DeclaredModule {
                    name: name.to_string(),
                    only_in_tests,
                });
            }
            if is_punct(Some(token), ';') || is_braces(token) {
                only_in_tests = false;
            }
        }
        modules
    }

    /// In the order of the file, code for tests left out.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let whole_file_is_test = is_punct(self.tokens.first(), '#')
            && is_punct(self.tokens.get(1), '!')
            && self.tokens.get(2).is_some_and(is_test_condition);
        if !whole_file_is_test {
            collect_mentions(&self.tokens, &self.module(), &mut mentions);
        }
        mentions
    }

    /// Every identifier, code for tests included.
    pub fn all_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        visit(&self.tokens, &mut |tokens, at| {
            if let Some(TokenTree::Ident(name)) = tokens.get(at) {
                names.push(name.to_string());
            }
        });
        names
    }

    /// Every `name!`, code for tests included.
    pub fn all_macros(&self) -> Vec<String> {
        let mut macros = Vec::new();
        visit(&self.tokens, &mut |tokens, at| {
            if let Some(TokenTree::Ident(name)) = tokens.get(at)
                && is_punct(tokens.get(at + 1), '!')
            {
                macros.push(name.to_string());
            }
        });
        macros
    }
}

fn visit(tokens: &[TokenTree], see: &mut impl FnMut(&[TokenTree], usize)) {
    for (at, token) in tokens.iter().enumerate() {
        see(tokens, at);
        if let TokenTree::Group(group) = token {
            visit(&inside(group), see);
        }
    }
}

fn inside(group: &proc_macro2::Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is_name(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(own) if own == name)
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(own)) if own.as_char() == sign)
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether `::` begins at `at`.
fn is_path_separator(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(first)) if first.as_char() == ':' && first.spacing() == Spacing::Joint)
        && is_punct(tokens.get(at + 1), ':')
}

/// Whether `[cfg(test)]`, or `[cfg(all(test, …))]`.
fn is_test_condition(token: &TokenTree) -> bool {
    let text: String = token.to_string().split_whitespace().collect();
    text == "[cfg(test)]" || text.starts_with("[cfg(all(test,")
}

fn is_test_attribute(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), '#') && tokens.get(at + 1).is_some_and(is_test_condition)
}

/// Where the item ends whose attribute begins at `at`.
fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    const ITEMS: [&str; 15] = [
        "async",
        "const",
        "enum",
        "extern",
        "fn",
        "impl",
        "let",
        "macro_rules",
        "mod",
        "static",
        "struct",
        "trait",
        "type",
        "unsafe",
        "use",
    ];
    let mut is_item = false;
    for (next, token) in tokens.iter().enumerate().skip(at + 2) {
        is_item |= ITEMS.iter().any(|word| is_name(token, word));
        // A field or an argument ends with a comma; an item may hold commas between its generics.
        let ends_field = !is_item && is_punct(Some(token), ',');
        if ends_field || is_punct(Some(token), ';') || is_braces(token) {
            return next + 1;
        }
    }
    tokens.len()
}

fn collect_mentions(tokens: &[TokenTree], module: &[String], mentions: &mut Vec<Mention>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_test_attribute(tokens, at) {
            at = end_of_item(tokens, at);
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let mut own = module.to_vec();
                if let Some(TokenTree::Ident(name)) =
                    at.checked_sub(1).and_then(|before| tokens.get(before))
                    && group.delimiter() == Delimiter::Brace
                    && at
                        .checked_sub(2)
                        .and_then(|before| tokens.get(before))
                        .is_some_and(|word| is_name(word, "mod"))
                {
                    own.push(name.to_string());
                }
                collect_mentions(&inside(group), &own, mentions);
            }
            TokenTree::Ident(name) => {
                let is_first = at < 2 || !is_path_separator(tokens, at - 2);
                let goes_on = is_path_separator(tokens, at + 1)
                    || tokens
                        .get(at + 1)
                        .is_some_and(|next| is_name(next, "as") || is_name(next, "self"));
                if name == "use" {
                    mentions.push(Mention::Use);
                } else if is_first
                    && goes_on
                    && (name == "crate" || name == "super" || name == "self")
                {
                    follow_path(tokens, at, module.to_vec(), mentions);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
}

/// Follows a path from the segment at `at`, inside the module `here`, until it names something in the
/// crate's root or goes on elsewhere.
fn follow_path(
    tokens: &[TokenTree],
    mut at: usize,
    mut here: Vec<String>,
    mentions: &mut Vec<Mention>,
) {
    loop {
        let Some(token) = tokens.get(at) else { return };
        match token {
            TokenTree::Ident(name) if name == "crate" => here.clear(),
            TokenTree::Ident(name) if name == "super" => {
                here.pop();
            }
            TokenTree::Ident(name) if name == "self" => {}
            TokenTree::Group(group) => {
                let elements = inside(group);
                for element in elements.split(|token| is_punct(Some(token), ',')) {
                    if !element.is_empty() {
                        follow_path(element, 0, here.clone(), mentions);
                    }
                }
                return;
            }
            other => {
                if here.is_empty() {
                    mentions.push(Mention::FromRoot(other.to_string()));
                }
                return;
            }
        }
        if !is_path_separator(tokens, at + 1) {
            // The path ends with the root itself: `use crate as root`, `{self}`.
            if here.is_empty() {
                mentions.push(Mention::FromRoot(token.to_string()));
            }
            return;
        }
        at += 3;
    }
}
