"""Running a flywheel, and knowing what it will do without running it.

The model. Each factor i is a small heavy wheel with one state, its speed v_i(t): how far it runs
above (or below) today's baseline, dimensionless, 0 = today, 1 = one hundred percent above. Links
are belts that pass speed on, friction eats it, pushes feed it from outside.

    (1) inflow_i(t) = Σ_links(j→i) s·w·h·v_j(t − d)      h = h_i on positive links, 1 on negative ones
    (2) drive_i     = ceiling_i(v_i)·max(inflow_i, 0) + min(inflow_i, 0)
                      ceiling_i(v) = 1 − max(v, 0)/c_i, not below 0; 1 where there is no capacity
    (3) m_i·dv_i/dt = drive_i − f_i·v_i + u_i(t)

    m mass (time units, default 1)              s polarity (+1 or −1)
    f friction (default 0.5)                    w weight (≥ 0, default 0.5)
    c capacity (default none)                   d delay (time units, default 0), a pure dead time
    h = score/10 (1 without a score)            u pushes: constant strength from start for duration

Before time 0 every factor stood at its initial speed, and that is what a belt carries until its
delay has passed. A shove of impulse J adds J/m_i to v_i at once.

    (4) P(t) = Σ m_i·v_i                        the momentum of the wheel
    (5) q(t) = D/(D + U),  D = max(σ·Σ drive_i, 0),  U = max(σ·Σ u_i, 0),  σ the sign of P
        Self-drive; undefined where D and U are both 0. Breakthrough: the first time at which
        q ≥ 1/2 and σ·Σ drive_i ≥ σ·Σ f_i·v_i > 0. A wheel that runs down never has one, although
        what was pushed into it can fulfil both for a moment on its way out: the growth rate (6) of
        the loops that move in the run must be 0 or more (−1e-9). That is the rate near rest: what a
        ceiling holds down still turns by itself. Without a loop there is no rate, and no
        breakthrough. A wheel that coasts has one, from its first shove on.
    (6) det(zM + F − W(z)) = 0,  W(z)_ij = Σ s·w·h·e^{−z·d},  M = diag(m),  F = diag(f)
        The growth rate λ is the largest real part of its roots z, the oscillation period 2π/|Im z|
        of that root.
    (7) G_L = Π s·w·h / f                       the gain of a loop L, over its links and factors
    (8) T_L = Σ (m_i/f_i + d)                   its turn time
    (9) R = ρ(F⁻¹·W(0))                         the step gain of the whole, where no link is negative
   (10) v* = (F − W(0))⁻¹·u                     the long-run response to a constant push, where λ < 0
   (11) ln 2 / (Ṗ/P)                            the doubling time, while P and Ṗ are positive
   (12) ∂λ/∂w_ij = s·h·y_i·x_j·e^{−λd}/N,       ∂λ/∂d_ij = −λ·s·w·h·y_i·x_j·e^{−λd}/N,
        ∂λ/∂h_i = y_i·Σ_j w·x_j·e^{−λd}/N (over positive links),
        ∂λ/∂f_i = −y_i·x_i/N,                   ∂λ/∂m_i = −λ·y_i·x_i/N,
        N = yᵀ(M + [h·d·s·w·e^{−λd}]_ij)x,      y, x the null vectors of (6) at z = λ: the levers
   (13) LS(j→i) = (∂v̇_i/∂v_j)·|v̇_j/v̈_i|         the score of a link, v̇_j as it arrives; that of a loop is
        the product of its links' scores. A factor's friction is a balancing loop of length one, and so
        is its ceiling while it bites. Share: score over the sum of all |score| of its part.
   (14) Π |P_ij| / Σ_k|P_ik|, P_ij = (∂v̇_i/∂v_j)·v̇_j   how much comes round a loop, of what the links
        bring to its factors: by it loops of one kind divide their share where one is to be named.

Where a link has a range, a batch draws its weight from the triangular distribution over (weight_low,
weight, weight_high). Every link has a stream of its own, and `run.seed` of the document starts them:
the same seed draws the same weights, and a range given to one link leaves the others' draws as they are.

A factor whose metric has a baseline reads baseline·(1 + v). A speed below −1 says "less than
nothing" against today: the first time is reported as that factor's standstill, the numbers go on.
Past |v| = 1e12 the wheel ran away and the run stops there.
"""
