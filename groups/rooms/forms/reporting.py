from groups.rooms import actions
from moderation.forms import ReportForm


class LineReportForm(ReportForm):
    """The form about posts, for a line of a room."""

    def save(self, *, line, by):
        return actions.report_line(line, by=by, **self.cleaned_data)
