"""What the person asked of the whole system: more contrast, less movement.

Qt tells contrast where its platform plugin knows it, and movement nowhere. On Linux both are asked
of the desktop portal, which answers when it likes: until then there is no wish.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_SERVICE: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SETTINGS: Final = "org.freedesktop.portal.Settings"
_CONTRAST: Final = ("org.freedesktop.appearance", "contrast")
# The portal's own key is young; desktops tell the others to it by their own names.
_MOTION: Final = (
    ("org.freedesktop.appearance", "reduced-motion"),
    ("org.gnome.desktop.interface", "enable-animations"),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"),
)
_SPI_GETCLIENTAREAANIMATION: Final = 0x1042


class SystemWishes(QObject):
    """`changed` tells that a wish is another one now."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told: dict[tuple[str, str], Any] = {}
        # Kept: without its owner the second is torn down with the first's wrapper (6.11).
        self._hints = QGuiApplication.styleHints()
        # Qt 6.10 and later.
        self._access = (
            self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        )
        if self._access is not None:
            self._access.contrastPreferenceChanged.connect(self._on_contrast)
        self._is_calm = _is_calm_by_system()
        QGuiApplication.instance().applicationStateChanged.connect(self._on_state)  # type: ignore[union-attr]

    @property
    def more_contrast(self) -> bool:
        """Whether the system is set to high contrast."""
        if self._told.get(_CONTRAST) == 1:
            return True
        if self._access is None:
            return False
        return self._access.contrastPreference() == Qt.ContrastPreference.HighContrast

    @property
    def less_motion(self) -> bool:
        """Whether the system is set to move as little as can be."""
        return self._is_calm or is_calm(self._told)

    def listen(self) -> None:
        """Ask the desktop, and hear of every change. Does nothing where there is no session bus."""
        if sys.platform in ("win32", "darwin") or not _has_session_bus():
            return
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:
            return
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        # The stubs call what SLOT gives an object; it is text.
        slot: Any = SLOT("heard(QDBusMessage)")
        bus.connect(_SERVICE, _PATH, _SETTINGS, "SettingChanged", self, slot)
        for key in (_CONTRAST, *_MOTION):
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
            question.setArguments(list(key))
            watcher = QDBusPendingCallWatcher(bus.asyncCall(question), self)
            watcher.setProperty("key", list(key))
            watcher.finished.connect(self._on_answer)

    def tell(self, key: tuple[str, str], value: Any) -> None:
        """The desktop says what a setting of its own is."""
        before = self.more_contrast, self.less_motion
        self._told[key] = value
        if before != (self.more_contrast, self.less_motion):
            self.changed.emit()

    @Slot("QDBusMessage")
    def heard(self, message: Any) -> None:
        """A setting of the desktop has changed."""
        arguments = message.arguments()
        if len(arguments) == 3 and (arguments[0], arguments[1]) in (_CONTRAST, *_MOTION):
            self.tell((arguments[0], arguments[1]), _plain(arguments[2]))

    def _on_answer(self, watcher: QDBusPendingCallWatcher) -> None:
        space, name = watcher.property("key")
        # A desktop that does not know a setting answers with an error.
        if not watcher.isError():
            arguments = watcher.reply().arguments()
            if arguments:
                self.tell((space, name), _plain(arguments[0]))
        watcher.deleteLater()

    def _on_contrast(self, _preference: Qt.ContrastPreference) -> None:
        self.changed.emit()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Windows and macOS are asked again whenever the program comes back to the front."""
        if state == Qt.ApplicationState.ApplicationActive:
            was, self._is_calm = self._is_calm, _is_calm_by_system()
            if was != self._is_calm:
                self.changed.emit()


def is_calm(told: dict[tuple[str, str], Any]) -> bool:
    """Whether what a desktop told means less movement."""
    portal, gnome, kde = (told.get(key) for key in _MOTION)
    if portal == 1 or gnome is False:
        return True
    with suppress(TypeError, ValueError):
        return kde is not None and float(kde) == 0.0
    return False


def _plain(value: Any) -> Any:
    """A value of D-Bus without the variants round it."""
    while hasattr(value, "variant"):
        value = value.variant()
    return value


def _has_session_bus() -> bool:
    """Whether asking for the bus would find one, and not start one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(
        runtime and Path(runtime, "bus").exists()
    )


def _is_calm_by_system() -> bool:
    """What Windows and macOS answer at once."""
    if sys.platform == "win32":
        import ctypes

        animates = ctypes.c_int(1)
        asked = ctypes.windll.user32.SystemParametersInfoW(
            _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(animates), 0
        )
        return bool(asked) and not animates.value
    if sys.platform == "darwin":
        with suppress(OSError, AttributeError):
            return _is_calm_on_macos()
    return False


def _is_calm_on_macos() -> bool:
    """NSWorkspace.sharedWorkspace.accessibilityDisplayShouldReduceMotion."""
    import ctypes

    objc = ctypes.cdll.LoadLibrary("/usr/lib/libobjc.A.dylib")
    objc.objc_getClass.restype = ctypes.c_void_p
    objc.objc_getClass.argtypes = [ctypes.c_char_p]
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        ("objc_msgSend", objc)
    )
    ask = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
    workspace = send(objc.objc_getClass(b"NSWorkspace"), objc.sel_registerName(b"sharedWorkspace"))
    if not workspace:
        return False
    return bool(ask(workspace, objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")))
