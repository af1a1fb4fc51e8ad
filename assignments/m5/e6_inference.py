"""m5.e6: answers only: a trained network that has to be fast, and to answer as before.

This exercise needs torch; `python -m graders doctor` says how to get the small one.

A network takes images, a float32 tensor of shape (n, 3, height, width), and gives scores, float32 of shape (n, classes). All
its parameters and buffers lie on the processor and are float32, except for counters; it has no hooks. It may be made of
whatever torch.nn has, of modules with a forward of their own, and of modules inside modules. One layer object may be used at
several places, and several layers may share one parameter. An nn.Sequential is only ever called as a whole. A forward of its
own may say x.view(len(x), -1), which is an error for a tensor that does not lie in memory in the usual order. Layers may work
in place, also the first one, and scores may be a view of what the network holds.

What is right is the answer of the network in *eval mode* for the whole batch: no dropout, and batch norms with the mean and the
variance that they have learnt. (A batch norm that has none, with track_running_stats=False, takes those of the batch in eval
mode as well.) In which mode the network is, or parts of it, makes no difference to an answer.

Neither function changes the network it is given, not for a moment that lasts beyond the call: values, modes of all modules,
whether parameters want gradients, and which layers it is made of stay as they are, also if the network raises an error, which
goes through. Nor do they change torch's own settings: threads, whether gradients are on, the default dtype. Both take a network
as it is at the time of the call: if it has been trained further since the last one, the answers are those of what it is now.
"""

import numpy as np
from torch import nn


def optimise(net: nn.Module) -> nn.Module:
    """A network for answers only, made once, in whatever time it takes. Anything but an nn.Module raises TypeError.

    It is another nn.Module that takes float32 tensors in the usual order, (n, 3, height, width), and gives net's scores in eval
    mode, float32, without being told; they may be off by a hundred-thousandth of the largest one. (After somebody has said
    .train() to it, do as you like; predict is right all the same.) It shares no memory with net: if one of the two is trained
    further or written over, the other one answers as before. No parameter of it wants a gradient. net may be a network that
    optimise has made, or one in which nothing is left to do: what comes back is another one all the same.

    A batch norm in eval mode multiplies every channel by a number and adds another. So does a convolution before it, with its
    weights and bias: the two can be one layer. Where an nn.BatchNorm2d with learnt mean and variance stands directly behind an
    nn.Conv2d in an nn.Sequential, and each of the two objects stands at this one place of the network only, no batch norm may
    be left; also where this nn.Sequential is part of other modules. (If this nn.Sequential stands at two places, what is in
    it counts as at one.) Classes that are derived from these three do not count: they may do anything, and a module with a
    forward of its own may call its layers in any order. There, and wherever else a batch norm stands, do as you like, if the
    answer stays right.

    A Conv2d may have any options of torch's: groups, strides, dilation, any padding, a bias or none. A BatchNorm2d may have any
    eps above 0, affine=False, and weights below 0 or equal to 0. A variance may be 0.
    """
    raise NotImplementedError


def predict(net: nn.Module, x: np.ndarray) -> np.ndarray:
    """The probability of each class for each image, float32 of shape (n, classes): softmax of the scores, by rows.

    net is any network, made by optimise or not. x is a float32 array of shape (n, 3, height, width); it may be read-only, and a
    view with any strides, also negative ones; it stays as it is, whatever the layers of net write
    into. n may be 0: the networks of the tests can do that. The answer is a new numpy array that belongs to the caller,
    row-major and writable.

    Every probability may be off by a hundred-thousandth: float32 throughout will do, and nothing narrower. Scores may be as
    large as 10,000 either way; from 100 on, the tests look only at images with one clear winner. Where an image has NaN or an
    infinity, the answer is what torch.softmax makes of the scores, and that of other images is not touched.

    Another dtype, or something that is no numpy array, raises TypeError, as does a net that is no nn.Module. Another number of
    dimensions, or of channels than 3, raises ValueError.

    net is called at most once, with all images, and remembers nothing for gradients: torch.is_grad_enabled() is False while it
    runs. On a card, whoever looks at a single number of a tensor waits until all work there is done: .item(), float(), int(),
    bool(), `if`, torch.equal, torch.allclose, and `for` over numbers do it. That can be counted without a card, and predict
    does it 0 times. The answer as a whole is fetched once, as an array.

    The race is predict alone, with what optimise makes of given_e6.RACED beforehand, and 32 images of 32 x 32. It is on one
    core and against given_e6.one_at_a_time with the network as it is. (How a tensor lies in memory is worth a thought: the same
    numbers can lie channel by channel, or with all channels of a pixel side by side.)
    """
    raise NotImplementedError
