"""Phrases about attachments, multipart bodies and signatures."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "request_too_large": Phrase(
        _("The request has %(found)s bytes; %(allowed)s are the most."),
        _("Send fewer statements or fewer attachments at once."),
    ),
    "attachment_too_large": Phrase(
        _("The attachment in part %(part)s has %(found)s bytes; %(allowed)s are the most."),
        _("Keep the file where people can fetch it and name the address in “fileUrl”."),
    ),
    "too_many_parts": Phrase(
        _("The body has more than %(allowed)s parts."),
        _("Send the statements in several requests."),
    ),
    "multipart_boundary_missing": Phrase(
        _("The header %(property)s does not name one boundary: “%(found)s”."),
        _("Write it as in: multipart/mixed; boundary=abc123"),
    ),
    "multipart_boundary_malformed": Phrase(
        _("“%(found)s” cannot be a boundary."),
        _("Use 1 to 70 letters, digits and hyphens, and quotation marks around anything else that RFC 2046 allows."),
    ),
    "multipart_cut": Phrase(
        _("The body ends after %(found)s bytes without a part and a closing boundary."),
        _("Send the whole body again; the last line is the boundary with two hyphens before it and two after it."),
    ),
    "multipart_boundary_in_content": Phrase(
        _(
            "At byte %(found)s the boundary is followed by something else on its line, or lines end differently than before."
        ),
        _("Choose a boundary that is in none of the parts, and end all lines with CRLF."),
    ),
    "first_part_not_json": Phrase(
        _("The first part is “%(found)s”; it must hold the statements."),
        _("Put the statements first, with %(property)s application/json."),
    ),
    "part_without_blank_line": Phrase(
        _("Part %(part)s has no blank line between its headers and its content."),
        _("Put an empty line after the last header of the part."),
    ),
    "part_header_too_large": Phrase(
        _("The headers of part %(part)s have %(found)s bytes; %(allowed)s are the most."),
        _("Send only the headers that the store reads: type, encoding, hash, length."),
    ),
    "part_header_malformed": Phrase(
        _("A header of part %(part)s cannot be read: “%(found)s”."),
        _("Write one header on a line, as in: Content-Type: text/plain"),
    ),
    "part_header_twice": Phrase(
        _("The header %(property)s comes twice in part %(part)s."),
        _("Send it once."),
    ),
    "part_not_binary": Phrase(
        _("Part %(part)s says “%(found)s” in %(property)s; attachments are sent as they are."),
        _("Send the bytes of the file unchanged, with the header: %(property)s: binary"),
    ),
    "part_without_hash": Phrase(
        _("Part %(part)s lacks the header %(property)s."),
        _("Send the SHA-2 of the bytes in it, as in the “sha2” of the statement."),
    ),
    "part_length_differs": Phrase(
        _("Part %(part)s says %(found)s in %(property)s and has %(allowed)s bytes."),
        _("Correct the header, or leave it out."),
    ),
    "part_hash_malformed": Phrase(
        _("“%(found)s” in %(property)s is no SHA-2."),
        _("Write a SHA-256, SHA-384 or SHA-512 in hexadecimal."),
    ),
    "part_hash_differs": Phrase(
        _("A part says %(found)s in %(property)s, but its bytes give %(allowed)s."),
        _("Compute the hash from the bytes that are sent, without the line end before the boundary."),
    ),
    "part_not_declared": Phrase(
        _("No statement declares an attachment with the hash %(found)s (%(property)s)."),
        _("Declare it under “attachments” of a statement, or leave the part out."),
    ),
    "attachment_without_bytes": Phrase(
        _("The attachment with %(property)s %(found)s has no “fileUrl”, and its bytes did not come with the request."),
        _(
            "Send it as a part of a multipart/mixed request, even if it was sent before, or say in “fileUrl” where it can be fetched."
        ),
    ),
    "attachment_type_differs": Phrase(
        _("The %(property)s is “%(found)s”, and the part says “%(allowed)s”."),
        _("Say the same type in both places."),
    ),
    "attachment_type_too_long": Phrase(
        _("The %(property)s has %(found)s characters; %(allowed)s are the most."),
        _("Leave out parameters that nobody needs."),
    ),
    "attachment_length_differs": Phrase(
        _("The %(property)s is %(found)s, and the part says %(allowed)s."),
        _("Say the number of bytes in both places."),
    ),
    "signature_type_not_allowed": Phrase(
        _("The %(property)s of a signature is “%(found)s”."),
        _("Write “%(allowed)s”."),
    ),
    "signature_without_bytes": Phrase(
        _("The bytes of the signature with %(property)s %(found)s did not come with the request."),
        _(
            "Send the signature as a part of a multipart/mixed request; an address is not enough, since it has to be checked."
        ),
    ),
    "signature_not_compact": Phrase(
        _("The signature in %(property)s is no JSON web signature in compact form: “%(found)s”."),
        _(
            "Send header, payload and signature as base64 for addresses without padding, with dots between them and nothing else."
        ),
    ),
    "signature_not_json": Phrase(
        _("The header or the payload of the signature in %(property)s is no JSON: “%(found)s”."),
        _("Sign the statement as valid JSON in UTF-8."),
    ),
    "signature_header_malformed": Phrase(
        _("The header of the signature in %(property)s cannot be used: “%(found)s”."),
        _("Send a JSON object with “alg”, and with “x5c” where there is a certificate; “crit” is not understood."),
    ),
    "signature_algorithm_not_allowed": Phrase(
        _("The signature in %(property)s uses the algorithm “%(found)s”."),
        _("Use one of: %(allowed)s"),
    ),
    "signature_payload_not_a_statement": Phrase(
        _("What was signed in %(property)s is no valid statement: see its “%(found)s”."),
        _("Sign the whole statement as it was before the signature was attached."),
    ),
    "signature_of_other_statement": Phrase(
        _("What was signed in %(property)s is another statement than the one received (%(found)s)."),
        _("Sign the statement as it is sent, without the attachment that holds the signature."),
    ),
    "signature_chain_malformed": Phrase(
        _("The “x5c” of the signature in %(property)s is no chain of certificates: “%(found)s”."),
        _(
            "Send a list of 1 to %(allowed)s certificates as base64 of DER: the signer's first, each issued by the next."
        ),
    ),
    "signature_chain_does_not_verify": Phrase(
        _("A certificate in the “x5c” of the signature in %(property)s was not signed by the one that follows it."),
        _("Send the certificates in order: the signer's first, each issued by the next."),
    ),
    "signature_key_not_rsa": Phrase(
        _("The certificate of the signature in %(property)s has a key of another kind: %(found)s."),
        _("Sign with an RSA key."),
    ),
    "signature_does_not_verify": Phrase(
        _("The signature in %(property)s does not fit the certificate that it brings along."),
        _("Sign with the key of the first certificate in “x5c”, and do not change the payload afterwards."),
    ),
}
