"""The look of the chat: calm colours, the reader's own system fonts, nothing loaded from elsewhere."""

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
MONO = ("ui-monospace", "Cascadia Mono", "Consolas", "DejaVu Sans Mono", "monospace")


def theme() -> gr.themes.Base:
    """Gradio's base theme with our hues; the details are in chat.css."""
    return gr.themes.Base(
        primary_hue="sky", secondary_hue="slate", neutral_hue="slate", radius_size="lg", font=SANS, font_mono=MONO
    )
