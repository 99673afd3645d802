//! The content security policy: one text, for the meta element of pages and for header files.

use std::fmt::Write;

/// The policy of a site whose images may also come from `image_hosts`. Everything comes from the
/// site itself; no inline script or style runs; and the one Trusted Types policy a script may make
/// is named `dopo`. Header files add `frame-ancestors`, which a meta element may not hold.
pub fn content_security_policy(image_hosts: &[String]) -> String {
    let mut policy = String::from("default-src 'none'; script-src 'self'; style-src 'self'; ");
    policy.push_str("img-src 'self'");
    for host in image_hosts {
        // A host that could end the directive is no host.
        let is_host = |letter: char| letter.is_ascii_alphanumeric() || ".-*:".contains(letter);
        if !host.is_empty() && host.chars().all(is_host) {
            let _ = write!(policy, " https://{host}");
        }
    }
    policy.push_str(
        "; font-src 'none'; connect-src 'self'; media-src 'self'; manifest-src 'self'; \
         worker-src 'none'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; \
         trusted-types dopo",
    );
    policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_cannot_write_its_own_directives() {
        let policy = content_security_policy(&[
            "pictures.example".to_owned(),
            "x; script-src *".to_owned(),
            String::new(),
        ]);
        assert!(policy.contains("img-src 'self' https://pictures.example; font-src"));
        assert!(!policy.contains("script-src *"));
    }
}
