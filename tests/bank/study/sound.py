"""A small sound study on a bank of four questions; each test spoils one thing in it."""

CONCEPT = {
    "slug": "mlp",
    "title": "Perceptron",
    "block": "basics",
    "priority": "P1",
    "minutes": 20,
    "aim": "Write it down.",
    "questions": ["one", "two"],
    "practice": {"question": "hands-on"},
}
SOUND = {
    "blocks": [
        {"slug": "basics", "title": "Basics", "description": "First things."},
        {"slug": "trees", "title": "Trees", "description": "Later things."},
    ],
    "concepts": [
        CONCEPT,
        CONCEPT
        | {
            "slug": "forest",
            "block": "trees",
            "priority": "P3",
            "practice": {"task": "Draw $n$ trees.", "answer": "Drawn."},
        },
    ],
    "cards": [
        {"slug": "a", "concept": "mlp", "front": "What?", "back": "That.", "question": "one"},
        {"slug": "b", "concept": "forest", "front": "How?", "back": "Thus.", "question": "two"},
    ],
    "formulas": [
        {
            "slug": "chain",
            "title": "Chain rule",
            "group": "calculus",
            "formula": r"\frac{dy}{dx}",
            "symbols": [{"symbol": "x", "means": "input"}],
            "when": "Always.",
            "drill": {"task": "Derive it.", "answer": "Done."},
            "concept": "mlp",
            "question": "one",
        }
    ],
    "reading": [
        {
            "slug": "paper",
            "authors": "Somebody",
            "title": "A Paper",
            "year": 2017,
            "core": True,
            "minutes": 30,
            "concepts": [],
            "questions": ["one"],
            "take": {"claim": "C.", "method": "M.", "evidence": "E.", "limits": "L."},
            "ask": "Why?",
        }
    ],
    "resources": [
        {
            "slug": "book",
            "title": "A Book",
            "authors": "Somebody",
            "kind": "book",
            "url": "https://example.org/book",
            "free": True,
            "use_for": "Looking up.",
            "blocks": [],
        }
    ],
    "plan": [
        {
            "slug": "two-days",
            "title": "Two days",
            "for_whom": "Anyone.",
            "description": "Short.",
            "days": 2,
            "minutes_a_day": 70,
            "leaves_out": ["forest"],
            "phases": [
                {
                    "slug": "all",
                    "title": "All",
                    "aim": "Everything.",
                    "days": [
                        {
                            "day": 1,
                            "title": "First",
                            "tasks": [
                                {
                                    "slug": "study",
                                    "kind": "study",
                                    "title": "Study",
                                    "minutes": 20,
                                    "priority": "P1",
                                    "concepts": ["mlp"],
                                },
                                {
                                    "slug": "read",
                                    "kind": "reading",
                                    "title": "Read",
                                    "minutes": 30,
                                    "priority": "P2",
                                    "reading": ["paper"],
                                },
                                {
                                    "slug": "build",
                                    "kind": "practice",
                                    "title": "Build",
                                    "minutes": 16,
                                    "priority": "P1",
                                    "questions": ["one", "two"],
                                },
                            ],
                        },
                        {
                            "day": 2,
                            "title": "Second",
                            "tasks": [
                                {
                                    "slug": "review",
                                    "kind": "review",
                                    "title": "Review",
                                    "minutes": 8,
                                    "priority": "P1",
                                },
                                {
                                    "slug": "check",
                                    "kind": "checklist",
                                    "title": "Check",
                                    "minutes": 30,
                                    "priority": "P1",
                                    "checklists": ["before"],
                                },
                                {
                                    "slug": "rehearse",
                                    "kind": "rehearse",
                                    "title": "Rehearse",
                                    "minutes": 24,
                                    "priority": "P1",
                                    "sets": ["taster"],
                                    "questions": ["two"],
                                },
                            ],
                        },
                    ],
                }
            ],
        }
    ],
    "checklists": [
        {
            "slug": "before",
            "title": "Before",
            "when": "T-1",
            "description": "The day before.",
            "items": [
                {
                    "slug": "weakest",
                    "text": "Review.",
                    "minutes": 30,
                    "rule": {"name": "weakest-p1", "count": 2, "minutes_each": 15},
                },
                {"slug": "rest", "text": "Rest.", "minutes": 0, "mistakes": ["silence"]},
            ],
        }
    ],
    "weak_spots": [
        {
            "slug": "gradients",
            "title": "Gradients",
            "group": "deep",
            "symptoms": ["You stop.", "You guess."],
            "probe": {"prompt": "Derive.", "minutes": 2, "answer": "Derived."},
            "fix": {"question": "one", "task": "Do it.", "minutes": 20},
            "concepts": ["mlp"],
        }
    ],
    "failure_modes": [
        {
            "slug": "nan",
            "title": "NaN",
            "group": "training",
            "symptom": "NaN.",
            "words": ["nan", "inf", "overflow"],
            "causes": [{"cause": f"C{n}.", "check": "Look.", "fix": "Mend."} for n in range(3)],
            "first_step": "Keep the batch.",
            "questions": ["one"],
            "concepts": ["mlp"],
        }
    ],
    "mistakes": [
        {
            "slug": "silence",
            "title": "Silence",
            "group": "habit",
            "what": "None is said.",
            "cost": "Marks.",
            "instead": "Talk.",
            "say": "I think.",
            "spot": {"said": "…", "answer": "Nothing."},
            "questions": ["one"],
        }
    ],
    "selection_rules": [
        {
            "slug": slug,
            "method": slug.title(),
            "fits": {
                "tasks": ["regression"],
                "data": ["tabular"],
                "rows": {"least": 10, "most": 100},
                "needs": [],
            },
            "when": "Now.",
            "why": "So.",
            "not_when": "Never.",
            "instead": other,
            "concepts": ["mlp"],
            "questions": ["one"],
        }
        for slug, other in (("linear", "tree"), ("tree", "linear"))
    ],
    "dataset_sizes": [
        {
            "slug": "few",
            "title": "Few",
            "rows": {"least": 0, "below": 1000},
            "begin_with": ["linear"],
            "advice": "Simple.",
            "exception": "None.",
        },
        {
            "slug": "many",
            "title": "Many",
            "rows": {"least": 1000},
            "begin_with": ["tree"],
            "advice": "Large.",
            "exception": "None.",
        },
    ],
    "tradeoffs": [
        {
            "slug": "linear",
            "method": "Linear",
            "rule": "linear",
            "strength": "Quick",
            "weakness": "Stiff",
            "interpretability": "High",
            "training": "Seconds",
            "inference": "One product",
            "data": "Few",
            "accept": {
                "strength": ["Fast"],
                "weakness": ["Rigid"],
                "interpretability": ["Easily read"],
                "training": ["Quickly"],
                "inference": ["A dot product"],
                "data": ["Little"],
            },
        }
    ],
    "comparisons": [
        {
            "slug": "two",
            "title": "Two",
            "description": "Side by side.",
            "columns": [{"slug": "x", "title": "X"}, {"slug": "y", "title": "Y"}],
            "rows": [
                {
                    "slug": "data",
                    "title": "Data",
                    "cells": [
                        {"column": "x", "text": "Logs.", "accept": ["records"]},
                        {"column": "y", "text": "Trials.", "accept": ["experiments"]},
                    ],
                }
            ],
            "questions": ["one"],
        }
    ],
    "decision_tree": [
        {
            "slug": "which",
            "title": "Which?",
            "description": "Down the tree.",
            "forks": [
                {
                    "slug": "acts",
                    "ask": "Does somebody act?",
                    "why": "It decides.",
                    "answers": [
                        {"answer": "No.", "to": "forecast", "if_wrong": "Somebody does."},
                        {"answer": "Yes.", "to": "again", "if_wrong": "Nobody does."},
                    ],
                },
                {
                    "slug": "again",
                    "ask": "Again?",
                    "why": "It counts.",
                    "answers": [
                        {"answer": "No.", "to": "uplift", "if_wrong": "It is."},
                        {"answer": "Yes.", "to": "bandit", "if_wrong": "It is not."},
                    ],
                },
            ],
            "leaves": [
                {
                    "slug": slug,
                    "technique": slug.title(),
                    "because": "So.",
                    "needs": "Data.",
                    "questions": ["one"],
                }
                for slug in ("forecast", "uplift", "bandit")
            ],
            "scenarios": [
                {"slug": slug, "story": "A mail.", "path": path, "justify": "Once."}
                for slug, path in (
                    ("mail", ["acts", "again", "uplift"]),
                    ("mails", ["acts", "again", "bandit"]),
                    ("none", ["acts", "forecast"]),
                )
            ],
        }
    ],
    "cases": [
        {
            "slug": "coupon",
            "title": "Coupon",
            "problem": "Who gets it?",
            "options": [
                {"slug": "score", "choice": "Score.", "right": False, "why": "No."},
                {"slug": "uplift", "choice": "Uplift.", "right": True, "why": "Yes."},
            ],
            "wrong_way": "W.",
            "right_way": "R.",
            "metric": "M.",
            "spoken": "S.",
            "questions": ["one"],
        }
    ],
    "estimates": [
        {
            "slug": "layer",
            "title": "A layer",
            "group": "parameters",
            "ask": "How many weights?",
            "taken": [{"name": "width", "value": 768, "means": "width"}],
            "steps": [
                {"name": "square", "value": "width ** 2", "means": "one matrix"},
                {"name": "total", "value": "4 * square", "means": "four", "unit": "count"},
            ],
            "factor": 1.1,
            "remember": "Twelve squares.",
            "concepts": ["mlp"],
            "questions": ["one"],
        }
    ],
    "sequences": [
        {
            "slug": "order",
            "title": "In order",
            "story": "Three things.",
            "steps": [
                {"slug": slug, "text": f"{slug.title()}.", "why": "So."} for slug in ("a", "b", "c")
            ],
            "questions": ["one"],
        }
    ],
}
SET = "title: T\ndescription: D\nfor_whom: F\nminutes: 16\nitems:\n  - draw: {count: 2}\n"
