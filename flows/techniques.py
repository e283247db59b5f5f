"""The techniques of the BCT Taxonomy v1 (Michie et al. 2013) by code: 93 in 16 groups, with their names."""

from collections.abc import Mapping

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Goals and planning": (
        "Goal setting (behaviour)", "Problem solving", "Goal setting (outcome)", "Action planning",
        "Review behaviour goals", "Discrepancy between current behaviour and goal", "Review outcome goals",
        "Behavioural contract", "Commitment",
    ),
    "Feedback and monitoring": (
        "Monitoring of behaviour by others without feedback", "Feedback on behaviour", "Self-monitoring of behaviour",
        "Self-monitoring of outcomes of behaviour", "Monitoring of outcomes of behaviour without feedback",
        "Biofeedback", "Feedback on outcomes of behaviour",
    ),
    "Social support": ("Social support (unspecified)", "Social support (practical)", "Social support (emotional)"),
    "Shaping knowledge": (
        "Instruction on how to perform a behaviour", "Information about antecedents", "Re-attribution",
        "Behavioural experiments",
    ),
    "Natural consequences": (
        "Information about health consequences", "Salience of consequences",
        "Information about social and environmental consequences", "Monitoring of emotional consequences",
        "Anticipated regret", "Information about emotional consequences",
    ),
    "Comparison of behaviour": (
        "Demonstration of the behaviour", "Social comparison", "Information about others' approval",
    ),
    "Associations": (
        "Prompts and cues", "Cue signalling reward", "Reduce prompts and cues", "Remove access to the reward",
        "Remove aversive stimulus", "Satiation", "Exposure", "Associative learning",
    ),
    "Repetition and substitution": (
        "Behavioural practice and rehearsal", "Behaviour substitution", "Habit formation", "Habit reversal",
        "Overcorrection", "Generalisation of target behaviour", "Graded tasks",
    ),
    "Comparison of outcomes": ("Credible source", "Pros and cons", "Comparative imagining of future outcomes"),
    "Reward and threat": (
        "Material incentive (behaviour)", "Material reward (behaviour)", "Non-specific reward", "Social reward",
        "Social incentive", "Non-specific incentive", "Self-incentive", "Incentive (outcome)", "Self-reward",
        "Reward (outcome)", "Future punishment",
    ),
    "Regulation": (
        "Pharmacological support", "Reduce negative emotions", "Conserving mental resources",
        "Paradoxical instructions",
    ),
    "Antecedents": (
        "Restructuring the physical environment", "Restructuring the social environment",
        "Avoidance of cues for the behaviour, or less exposure to them", "Distraction",
        "Adding objects to the environment", "Body changes",
    ),
    "Identity": (
        "Identification of self as role model", "Framing and reframing", "Incompatible beliefs",
        "Valued self-identity", "Identity associated with changed behaviour",
    ),
    "Scheduled consequences": (
        "Behaviour cost", "Punishment", "Remove reward", "Reward approximation", "Rewarding completion",
        "Situation-specific reward", "Reward incompatible behaviour", "Reward alternative behaviour",
        "Reduce reward frequency", "Remove punishment",
    ),
    "Self-belief": (
        "Verbal persuasion about capability", "Mental rehearsal of successful performance", "Focus on past success",
        "Self-talk",
    ),
    "Covert learning": ("Imaginary punishment", "Imaginary reward", "Vicarious consequences"),
}  # fmt: skip

NAMES: Mapping[str, str] = {
    f"{group}.{number}": name for group, names in enumerate(_GROUPS.values(), 1) for number, name in enumerate(names, 1)
}
CODES = frozenset(NAMES)


def groups() -> Mapping[str, Mapping[str, str]]:
    """List each group with its techniques by code."""
    return {
        f"{number} {group}": {code: name for code, name in NAMES.items() if code.startswith(f"{number}.")}
        for number, group in enumerate(_GROUPS, 1)
    }
