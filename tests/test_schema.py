"""Every exported record fits the JSON Schema that the project ships."""
import json

import harness


def validator():
    try:
        import jsonschema
    except ImportError:
        raise harness.Skip("python3-jsonschema is not installed")
    schema = json.loads((harness.ROOT / "src" / "export" / "record.schema.json").read_text())
    kind = getattr(jsonschema, "Draft202012Validator", jsonschema.Draft7Validator)
    kind.check_schema(schema)
    return kind(schema)


def check(records):
    valid = validator()
    assert records
    for record in records:
        errors = [f"{record.get('id')}: {e.message}" for e in valid.iter_errors(record)]
        assert not errors, errors


def test_own_content():
    check(harness.records(harness.ROOT))


def test_golden_cases():
    for _, source in harness.golden_sources():
        with harness.site({"input.md": source}) as root:
            check(harness.records(root))


def test_real_pages():
    pages = harness.need_shared("pages")
    with harness.site({str(p.relative_to(pages)): p.read_bytes() for p in pages.rglob("*.md")}) as root:
        check(harness.records(root))


def test_schema_refuses_a_record_without_its_keys():
    errors = list(validator().iter_errors({"id": "a b"}))
    assert len(errors) > 5
