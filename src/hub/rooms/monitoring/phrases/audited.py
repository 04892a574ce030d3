"""Phrases about the figures of the statistical audit, as a trace shows them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINKS: dict[str, Promise | str] = {
    "link_audit_correlation": _("Correlation of %(node)s with what it belongs to"),
    "link_audit_index_correl": _("Correlation of %(node)s with the index"),
    "link_audit_importance": _("Importance of %(node)s: its squared correlation, as a share of all beside it"),
    "link_audit_importance_ratio": _("Importance of %(node)s over its weight"),
    "link_audit_alpha": _("Cronbach’s alpha of what stands under %(node)s"),
    "link_audit_component": _("Share of the first principal component of what stands under %(node)s"),
    "link_audit_components": _("Principal components with an eigenvalue above 1 of what stands under %(node)s"),
    "link_audit_examined": _("Nodes and places that the audit examined (%(node)s)"),
    "link_audit_flagged": _("Nodes and places of which the audit found something (%(node)s)"),
    "link_audit_findings": _("Findings of the audit (%(node)s)"),
    "link_audit_found": _("What the audit found (%(node)s)"),
    "link_audit_limit": _("What the audit holds it against (%(node)s)"),
    "link_audit_inside": _("Share of the places whose rank lies in its own band"),
    "link_audit_wide": _("Share of the places whose rank band is wider than the audit wants"),
    "link_audit_band_width": _("Median width of the rank bands, in ranks"),
}
