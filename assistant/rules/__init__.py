"""The reference implementation of Windows container compatibility: facts, rules, verdicts.

Start with `Engine.load()`."""

from assistant.rules.engine import Engine
from assistant.rules.lifespan import Lifecycle, Phase
from assistant.rules.mention import Form, Mention
from assistant.rules.release import Channel, Dated, ImageRef, Isolation, Platform, Release, Role, System
from assistant.rules.verdict import Change, Check, Outcome, Ruling, Step, Truth, Verdict

__all__ = [
    "Change",
    "Channel",
    "Check",
    "Dated",
    "Engine",
    "Form",
    "ImageRef",
    "Isolation",
    "Lifecycle",
    "Mention",
    "Outcome",
    "Phase",
    "Platform",
    "Release",
    "Role",
    "Ruling",
    "Step",
    "System",
    "Truth",
    "Verdict",
]
