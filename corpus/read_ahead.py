"""What was read and waits to be taken, file by file and in order; who reads too far ahead has to wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.documents import Document
from corpus.reading import ReadItem
from corpus.sources import SourceFile

_LEAST = 1_000  # characters that an item counts for, with all that is kept beside its text


@dataclass(eq=False, slots=True)
class FileAhead:
    """A file that is being read, with what was read of it and waits."""

    file: SourceFile
    items: deque[ReadItem] = field(default_factory=deque)
    is_read: bool = False
    fault: BaseException | None = None


class ReadAhead:
    """The files that are read ahead, as far as `most_characters` of what was read may wait; for several threads.

    The file that is taken from now has room for an item whatever waits of others, so that nobody waits for ever.
    """

    def __init__(self, files: Iterable[SourceFile], most_characters: int) -> None:
        self._remaining = iter(files)
        self._most = most_characters
        self._changed = threading.Condition()
        self._waiting: deque[FileAhead] = deque()
        self._is_closed = False
        self._has_more = True
        self._fault: BaseException | None = None
        self.characters = 0  # that wait

    def begin(self) -> FileAhead | None:
        """Return the next file once there is room for more; None if no other is to be read."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self.characters < self._most)
            one: FileAhead | None = None
            try:
                if not self._is_closed and (file := next(self._remaining, None)) is not None:
                    one = FileAhead(file)
            except BaseException as fault:  # whoever takes the files has to know
                self._fault = fault
            if one is None:
                self._has_more = False
            else:
                self._waiting.append(one)
            self._changed.notify_all()
            return one

    def put(self, one: FileAhead, item: ReadItem) -> bool:
        """Add what was read of a file once there is room for it; False if nobody takes it any more."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or self.characters < self._most or (self._waiting[0] is one and not one.items)
            )
            if self._is_closed:
                return False
            one.items.append(item)
            self.characters += _size(item)
            self._changed.notify_all()
            return True

    def end(self, one: FileAhead, fault: BaseException | None = None) -> None:
        """Tell that a file was read to its end, or that reading it failed by a fault of ours."""
        with self._changed:
            one.is_read, one.fault = True, fault
            self._changed.notify_all()

    def taken(self) -> Iterator[tuple[SourceFile, ReadItem | None]]:
        """Yield all that is read, in the order of the files, and None after the last item of each."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or not self._has_more or self._is_closed)
                if not self._waiting:
                    if self._fault is not None:
                        raise self._fault
                    return
                one = self._waiting[0]
            while (item := self._next(one)) is not None:
                yield one.file, item
            if one.fault is not None:
                raise one.fault
            with self._changed:
                if not one.is_read:  # closed meanwhile
                    return
                self._waiting.popleft()
                self._changed.notify_all()
            yield one.file, None

    def _next(self, one: FileAhead) -> ReadItem | None:
        """Return the next item of a file, None after its last."""
        with self._changed:
            self._changed.wait_for(lambda: one.items or one.is_read or self._is_closed)
            if not one.items:
                return None
            item = one.items.popleft()
            self.characters -= _size(item)
            self._changed.notify_all()
            return item

    def close(self) -> None:
        """Let nobody wait any longer: nothing is taken any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


def _size(item: ReadItem) -> int:
    return max(_LEAST, len(item.text)) if isinstance(item, Document) else _LEAST
