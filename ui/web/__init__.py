"""The web chat: a Gradio application that shows what the gate has sealed."""
