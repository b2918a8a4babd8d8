"""`python manage.py compile_templates`: what every template would say when it is first drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template import Engine, Node, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import FilterExpression, Variable
from django.template.defaulttags import URLNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.urls import URLResolver, get_resolver
from template_partials.templatetags.partials import RenderPartialNode


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one template. Line 0 is the file as a whole."""

    file: Path
    line: int
    words: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"
        )


class Command(BaseCommand):
    help = "Compile every template and check the templates, partials and addresses that it names."
    # A check of files: no database, no Redis.
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        engine = Engine.get_default()
        names = list(names_of(engine))
        problems = [problem for name in names for problem in problems_of(name, engine)]
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"{len(names)} templates, {len(problems)} problems.")
        self.stdout.write(f"{len(names)} templates, no problems.")


def names_of(engine: Engine) -> Iterator[str]:
    """Names of the site's own templates, in order; those of other packages are theirs to check."""
    for folder in map(Path, engine.dirs):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(folder).as_posix()


def problems_of(name: str, engine: Engine) -> Iterator[Problem]:
    """Everything wrong with one template, its partials included; nothing when it is fine.

    Names that are only known when the page is drawn (`{% include variable %}`) are left alone.
    """
    try:
        template = engine.get_template(name)
        for part in template.extra_data.get("partials", {}):
            engine.get_template(f"{name}#{part}")  # as a view asks for it
    except (TemplateSyntaxError, UnicodeDecodeError) as error:
        file = _file(name, engine)
        line = getattr(getattr(error, "token", None), "lineno", 0)
        yield Problem(file, line, str(error))
        return
    for node in _every_node(template):
        for words in _wrong_names(node, template, engine):
            yield Problem(Path(template.origin.name), node.token.lineno, words)


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every name that `{% url %}` may use, with its namespace."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def _wrong_names(node: Node, template: Template, engine: Engine) -> Iterator[str]:
    """What this one tag names and nobody has."""
    if isinstance(node, ExtendsNode):
        yield from _missing(_constant(node.parent_name), engine)
    elif isinstance(node, IncludeNode):
        yield from _missing(_constant(node.template), engine)
    elif isinstance(node, RenderPartialNode):
        if node.partial_name not in template.extra_data.get("partials", {}):
            yield f"There is no partial “{node.partial_name}” in this template."
    elif isinstance(node, URLNode):
        name = _constant(node.view_name)
        if name is not None and name not in set(addresses(get_resolver())):
            yield f"There is no address called “{name}”."


def _missing(name: str | None, engine: Engine) -> Iterator[str]:
    if name is None:
        return
    try:
        engine.get_template(name)
    except TemplateDoesNotExist:
        yield f"There is no template “{name}”."
    except TemplateSyntaxError:
        return  # it has a line of its own in the report


def _constant(expression: FilterExpression) -> str | None:
    """The text a tag was given in quotes; None when it is worked out later."""
    plain = isinstance(expression.var, str) and not isinstance(expression.var, Variable)
    return expression.var if plain and not expression.filters else None


def _every_node(template: Template) -> Iterator[Node]:
    for node in template.nodelist:
        yield from node.get_nodes_by_type(Node)


def _file(name: str, engine: Engine) -> Path:
    return next(path for folder in engine.dirs if (path := Path(folder) / name).is_file())
