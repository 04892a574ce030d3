"""Phrases about the steps of a run, its folder, its keys, and fetching."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "nothing_selected": Phrase(
        _("No observation of the %(places)s places falls into the period that the recipe allows before %(date)s."),
        _("Check the date and the maximum age in [vintage]."),
    ),
    "nothing_left": Phrase(
        _("The screening with %(places)s for places and %(indicators)s for indicators leaves nothing."),
        _("Lower the shares."),
    ),
    "denominator_absent": Phrase(
        _("There are no observations of %(denominator)s, by which %(node)s is divided."),
        _("Send them, or leave the indicator out."),
    ),
    "denominator_not_positive": Phrase(
        _("%(denominator)s of %(place)s is %(found)s; %(node)s cannot be divided by it."),
        _("Correct the value."),
    ),
    "indicator_constant": Phrase(
        _("%(node)s is %(found)s everywhere, so it cannot tell places apart."),
        _("Leave the indicator out, or raise the share of places that screening asks for."),
    ),
    "maximum_zero": Phrase(
        _("The greatest value of %(node)s is zero, so nothing can be divided by it."),
        _("Use another method of normalisation."),
    ),
    "goalposts_missing": Phrase(
        _("There are no goalposts for %(node)s."),
        _("Add them to the step “normalise”."),
    ),
    "goalposts_inverted": Phrase(
        _("The goalposts of %(node)s are inside out: %(low)s to %(high)s."),
        _("Write the smaller one first."),
    ),
    "not_positive": Phrase(
        _("%(child)s of %(place)s is %(found)s; the mean of %(node)s by this method needs values above zero."),
        _("Normalise to a scale that starts above zero, such as 1 to 100, or use the arithmetic mean."),
    ),
    "replications_out_of_range": Phrase(
        _("%(found)s replications were asked for."),
        _("Write a whole number from %(low)s to %(high)s."),
    ),
    "weight_change_out_of_range": Phrase(
        _("The weights are to change by %(found)s."),
        _("Write a share from %(low)s up to, but not including, %(high)s."),
    ),
    "key_unreadable": Phrase(
        _("“%(found)s” is not a trace key."),
        _("Copy the key from the report; it has the form %(allowed)s."),
    ),
    "aspect_unknown": Phrase(
        _("“%(found)s” is not something that a figure has."),
        _("Use one of these: %(allowed)s."),
    ),
    "figure_unknown": Phrase(
        _("There is no figure “%(found)s”."),
        _("Ranks exist for these: %(allowed)s."),
    ),
    "group_unknown": Phrase(
        _("There is no group “%(found)s”."),
        _("Use one of these: %(allowed)s, @all."),
    ),
    "key_of_other_run": Phrase(
        _("The key belongs to the run %(found)s, not to %(allowed)s."),
        _("Name the folder of that run."),
    ),
    "place_unknown_in_run": Phrase(
        _("The run %(run)s has no place “%(found)s”."),
        _("Correct the code of the place."),
    ),
    "run_unregistered": Phrase(
        _("The run %(found)s is not in the register of %(home)s, or its folder is gone."),
        _("Name its folder with --run."),
    ),
    "run_folder_unreadable": Phrase(
        _("%(path)s is not the folder of a run (%(reason)s)."),
        _("Name the folder that `hub monitoring run` wrote."),
    ),
    "inputs_changed": Phrase(
        _("The input %(found)s is not the one that the run was made from (%(allowed)s)."),
        _("Give the files of that run, in the same order."),
    ),
    "out_not_empty": Phrase(
        _("%(path)s holds other files."),
        _("Name a new folder, or one that an earlier run wrote."),
    ),
    "out_not_folder": Phrase(
        _("%(path)s is a file."),
        _("Name a folder."),
    ),
    "language_unknown": Phrase(
        _("The language “%(found)s” is not available."),
        _("Use one of these: %(allowed)s."),
    ),
    "input_refused": Phrase(
        _("The files were refused; nothing of them was kept."),
        _("Mend what is listed and send them again."),
    ),
    "manifest_file_absent": Phrase(
        _("The indicator %(indicator)s is to come from %(found)s, which the manifest does not fetch."),
        _("Add that file under [[files]], or correct its name."),
    ),
    "fetch_series_empty": Phrase(
        _("%(file)s has no rows for the indicator %(found)s."),
        _("The source has renamed something: correct “where” of that series in the manifest."),
    ),
}
