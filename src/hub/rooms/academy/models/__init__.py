from hub.rooms.academy.models.credentials import Credential
from hub.rooms.academy.models.documents import Document, DocumentKind
from hub.rooms.academy.models.erasure import ErasedIdentity, Erasure
from hub.rooms.academy.models.forwarding import Forward, ForwardFailure
from hub.rooms.academy.models.progress import CityDay, EnrolmentState, PersonDay, Position, UnitState
from hub.rooms.academy.models.statements import Activity, Attachment, Mention, Statement, Voiding

__all__ = ["Activity", "Attachment", "Credential", "Document", "DocumentKind", "Mention", "Statement", "Voiding"]
__all__ += ["CityDay", "EnrolmentState", "ErasedIdentity", "Erasure", "PersonDay", "Position", "UnitState"]
__all__ += ["Forward", "ForwardFailure"]
