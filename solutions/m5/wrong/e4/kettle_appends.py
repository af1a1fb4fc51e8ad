"""caught by m5.e4.speed m5.e4.hidden: the log of the kettle grows by a copy for each temperature."""


def _kettle(shifts):
    log, now = np.empty(0), 20.0
    for shift in range(shifts):
        for sip in range(_SIPS):
            now = now * 0.9 if (sip + shift) % 25 == 24 else now + (95.0 - now) * 0.02
            log = np.append(log, now)
    return log
