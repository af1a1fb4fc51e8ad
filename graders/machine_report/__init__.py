"""A portrait of this machine: `python -m graders doctor --page`.

memory     how fast data comes, by how much of it there is
kernels    well-known pieces of work for the roofline
costs      what a call, a lock, a thread or a page of memory costs
measured   all of that, and how quiet the machine was meanwhile

The page is graders/machine_report/page.py's. BLAS has to be held to one thread; several cores take threads of ours.
"""
