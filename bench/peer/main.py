"""The PyTorch side of the bench: answers one line of JSON with another.

A request names a case and its options; what an option alone decides is prepared once. Steps answer with the
milliseconds of every repetition, m-groups with the sums of their values.
"""
import json
import sys

import torch

from auto_pgd import AutoPgd
from plans import SeparatePlan, SharedPlan
from steps import repeat, forward_backward, training_step

STEPS = {"trainingStep": training_step, "forwardBackward": forward_backward}
GROUPS = {"shared": SharedPlan, "separate": SeparatePlan, "auto-pgd": AutoPgd}
prepared = {}


def answer(request):
    case, options = request["case"], request["options"]
    torch.set_num_threads(options["threads"])
    key = json.dumps([case, options])
    if key not in prepared:
        prepared[key] = {**STEPS, **GROUPS}[case](options)
    if case in STEPS:
        return repeat(prepared[key], request["repetitions"])
    return prepared[key].groups(request["first"], request["count"], request["check"])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
