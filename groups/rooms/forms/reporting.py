from groups.rooms import actions
from moderation.forms import ReportForm


class LineReportForm(ReportForm):
    """The form about everything else, for a line of a room."""

    def save(self):
        return actions.report_line(self.target, by=self.by, **self.cleaned_data)
