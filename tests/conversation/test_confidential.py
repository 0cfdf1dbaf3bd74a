"""Secrets in pasted material: every one is masked wherever it stands, and what is no secret stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.confidential import MASK, masked, secrets_in, without

# text, the secret in it
SECRETS = [
    ("docker run -e SA_PASSWORD=Hunter2! mcr.microsoft.com/windows/servercore:ltsc2019", "Hunter2!"),
    ("docker run --env DB_TOKEN='ab cd 12' img", "ab cd 12"),
    ("ENV SA_PASSWORD Hunter2!", "Hunter2!"),
    ("ARG API_KEY=abcdef123456", "abcdef123456"),
    ("docker login myregistry.azurecr.io -u me -p Hunter2!", "Hunter2!"),
    ("docker login --username me --password Hunter2!", "Hunter2!"),
    ("curl -u me:Hunter2! https://example.org", "Hunter2!"),
    ("https://me:Hunter2!@registry.example.org/v2", "Hunter2!"),
    ("Server=tcp:db.example.org;User Id=sa;Password=Hunter2!;Encrypt=true", "Hunter2!"),
    (
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=Zm9vYmFyYmF6cXV4Zm9vYmFyMTIzNDU2Nzg5MA==",
        "Zm9vYmFyYmF6",
    ),
    ('{"auth": {"client_secret": "s3cr3t-value"}}', "s3cr3t-value"),
    ("Authorization: Bearer abc.def-123456", "abc.def-123456"),
    ("my password is Hunter2! and the host is ws2022", "Hunter2!"),
    ("token ghp_abcdefghijklmnopqrstuvwxyz0123", "ghp_abcdefghijklmnopqrstuvwxyz0123"),
    ("xoxb-1234567890-abcdefghij", "xoxb-1234567890-abcdefghij"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefgh", "eyJhbGciOiJIUzI1NiJ9"),
    ("client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo=", "LS0tLS1CRUdJTiBSU0"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----", "MIIEow"),
    ("-----BEGIN PRIVATE KEY-----\nMIIEow", "MIIEow"),
    ("slmgr /ipk ABCDE-12345-FGHIJ-67890-KLMNO", "ABCDE-12345"),
    ("https://x.blob.core.windows.net/c?sv=2022&sig=abcDEF123%3D&se=1", "abcDEF123%3D"),
    ("net user admin Hunter2! /add", "Hunter2!"),
    ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1234", "wJalrXUtnFEMI"),
]

HARMLESS = [
    "Can a 23H2 host run mcr.microsoft.com/windows/servercore:ltsc2019 with --isolation=process?",
    "no matching manifest for windows/amd64 10.0.17763 in the manifest list entries",
    "mcr.microsoft.com/windows/nanoserver@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility",
    "Is a product key needed, and is the password of the key wrong?",
    "hcsshim::CreateComputeSystem 6f9c: The container operating system does not match the host operating system.",
    "akswin000000   Ready   agent   5d   v1.29.2   10.224.0.33   Windows Server 2022 Datacenter   10.0.20348.2227",
]


@pytest.mark.parametrize(("text", "secret"), SECRETS, ids=[secret for _, secret in SECRETS])
def test_secrets_are_masked_and_named(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in masked(text)
    assert MASK in masked(text)
    assert any(secret in found for found in secrets_in(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text) == text
    assert secrets_in(text) == ()


@given(st.lists(st.sampled_from([text for text, _ in SECRETS] + HARMLESS), max_size=4), st.text(max_size=30))
def test_masking_twice_changes_nothing_more_and_nothing_is_left(parts: list[str], more: str) -> None:
    once = masked("\n".join([*parts, more]))
    assert masked(once) == once
    assert secrets_in(once) == ()


def test_a_secret_is_masked_where_it_is_repeated() -> None:
    question = "docker run -e PASSWORD=Hunter2! img"
    stored = without(secrets_in(question), {"question": question, "deep": [{"text": "You said Hunter2!."}], "n": 1})
    assert stored == {"question": f"docker run -e PASSWORD={MASK} img", "deep": [{"text": f"You said {MASK}."}], "n": 1}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "-----BEGIN PRIVATE KEY-----" * 700,
        "aA1" * 6_600,
        "password" * 2_500,
        "://a:" * 4_000,
        "-u a:" * 4_000,
    ],
)
@pytest.mark.timeout(20)
def test_long_input_is_read_in_one_pass(text: str) -> None:
    assert masked(masked(text)) == masked(text)
