"""Where a fact comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A page, document or data set that states facts. Personal data: none."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    accessed = models.DateField(_("accessed"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title
