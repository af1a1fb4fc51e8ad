"""Given for m0.x1: a loop as LLVM compiled it for several processors. tools/record_assembly.py wrote this file.

The loop adds up p[i] * p[i] / m[i] + 0.5 * p[i] - m[i], "strict" in that order, and "fast" with fastmath.
"""

RECORDED = {
    "x86-64, SSE, strict": """\
        .file   "<string>"
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        xorpd   %xmm0, %xmm0
        testq   %rdx, %rdx
        jle     .LBB0_3
        xorl    %eax, %eax
        movabsq $.LCPI0_0@GOTOFF, %r8
        movsd   (%rcx,%r8), %xmm1
        .p2align        4
.LBB0_2:
        movsd   (%rdi,%rax,8), %xmm2
        movsd   (%rsi,%rax,8), %xmm3
        movapd  %xmm2, %xmm4
        mulsd   %xmm2, %xmm4
        divsd   %xmm3, %xmm4
        mulsd   %xmm1, %xmm2
        addsd   %xmm4, %xmm2
        subsd   %xmm3, %xmm2
        addsd   %xmm2, %xmm0
        incq    %rax
        cmpq    %rax, %rdx
        jne     .LBB0_2
.LBB0_3:
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "x86-64, SSE, fast": """\
        .file   "<string>"
        .section        .rodata.cst16,"aM",@progbits,16
        .p2align        4, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .quad   0x3fe0000000000000
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_1:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        testq   %rdx, %rdx
        jle     .LBB0_1
        cmpq    $1, %rdx
        jne     .LBB0_4
        xorpd   %xmm0, %xmm0
        xorl    %eax, %eax
        jmp     .LBB0_7
.LBB0_1:
        xorps   %xmm0, %xmm0
        retq
.LBB0_4:
        movabsq $9223372036854775806, %rax
        andq    %rdx, %rax
        xorpd   %xmm1, %xmm1
        xorl    %r8d, %r8d
        movabsq $.LCPI0_0@GOTOFF, %r9
        movapd  (%rcx,%r9), %xmm0
        .p2align        4
.LBB0_5:
        movupd  (%rdi,%r8,8), %xmm2
        movupd  (%rsi,%r8,8), %xmm3
        movapd  %xmm2, %xmm4
        mulpd   %xmm2, %xmm4
        divpd   %xmm3, %xmm4
        mulpd   %xmm0, %xmm2
        addpd   %xmm1, %xmm2
        subpd   %xmm3, %xmm2
        movapd  %xmm2, %xmm1
        addpd   %xmm4, %xmm1
        addq    $2, %r8
        cmpq    %r8, %rax
        jne     .LBB0_5
        movapd  %xmm1, %xmm0
        unpckhpd        %xmm1, %xmm0
        addsd   %xmm1, %xmm0
        cmpq    %rax, %rdx
        je      .LBB0_9
.LBB0_7:
        movabsq $.LCPI0_1@GOTOFF, %r8
        movsd   (%rcx,%r8), %xmm1
        movapd  %xmm0, %xmm2
        .p2align        4
.LBB0_8:
        movsd   (%rdi,%rax,8), %xmm0
        movsd   (%rsi,%rax,8), %xmm3
        movapd  %xmm0, %xmm4
        mulsd   %xmm0, %xmm4
        divsd   %xmm3, %xmm4
        mulsd   %xmm1, %xmm0
        addsd   %xmm2, %xmm0
        subsd   %xmm3, %xmm0
        addsd   %xmm4, %xmm0
        incq    %rax
        movapd  %xmm0, %xmm2
        cmpq    %rax, %rdx
        jne     .LBB0_8
.LBB0_9:
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "x86-64, AVX2, strict": """\
        .file   "<string>"
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        vxorpd  %xmm0, %xmm0, %xmm0
        testq   %rdx, %rdx
        jle     .LBB0_3
        xorl    %eax, %eax
        movabsq $.LCPI0_0@GOTOFF, %r8
        vmovsd  (%rcx,%r8), %xmm1
        .p2align        4
.LBB0_2:
        vmovsd  (%rdi,%rax,8), %xmm2
        vmovsd  (%rsi,%rax,8), %xmm3
        vmulsd  %xmm2, %xmm2, %xmm4
        vdivsd  %xmm3, %xmm4, %xmm4
        vmulsd  %xmm1, %xmm2, %xmm2
        vaddsd  %xmm4, %xmm2, %xmm2
        vsubsd  %xmm3, %xmm2, %xmm2
        vaddsd  %xmm2, %xmm0, %xmm0
        incq    %rax
        cmpq    %rax, %rdx
        jne     .LBB0_2
.LBB0_3:
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "x86-64, AVX2, fast": """\
        .file   "<string>"
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        testq   %rdx, %rdx
        jle     .LBB0_1
        movabsq $.LCPI0_0@GOTOFF, %r8
        cmpq    $4, %rdx
        jae     .LBB0_4
        vxorpd  %xmm0, %xmm0, %xmm0
        xorl    %eax, %eax
        jmp     .LBB0_7
.LBB0_1:
        vxorps  %xmm0, %xmm0, %xmm0
        retq
.LBB0_4:
        movabsq $9223372036854775804, %rax
        andq    %rdx, %rax
        vxorpd  %xmm0, %xmm0, %xmm0
        xorl    %r9d, %r9d
        vbroadcastsd    (%rcx,%r8), %ymm1
        .p2align        4
.LBB0_5:
        vmovupd (%rdi,%r9,8), %ymm2
        vmovupd (%rsi,%r9,8), %ymm3
        vmulpd  %ymm2, %ymm2, %ymm4
        vdivpd  %ymm3, %ymm4, %ymm4
        vfmadd231pd     %ymm2, %ymm1, %ymm0
        vsubpd  %ymm3, %ymm0, %ymm0
        vaddpd  %ymm4, %ymm0, %ymm0
        addq    $4, %r9
        cmpq    %r9, %rax
        jne     .LBB0_5
        vextractf128    $1, %ymm0, %xmm1
        vaddpd  %xmm1, %xmm0, %xmm0
        vshufpd $1, %xmm0, %xmm0, %xmm1
        vaddsd  %xmm1, %xmm0, %xmm0
        cmpq    %rax, %rdx
        je      .LBB0_9
.LBB0_7:
        vmovsd  (%rcx,%r8), %xmm1
        .p2align        4
.LBB0_8:
        vmovsd  (%rdi,%rax,8), %xmm2
        vmovsd  (%rsi,%rax,8), %xmm3
        vmulsd  %xmm2, %xmm2, %xmm4
        vdivsd  %xmm3, %xmm4, %xmm4
        vfmadd231sd     %xmm1, %xmm2, %xmm0
        vsubsd  %xmm3, %xmm0, %xmm0
        vaddsd  %xmm4, %xmm0, %xmm0
        incq    %rax
        cmpq    %rax, %rdx
        jne     .LBB0_8
.LBB0_9:
        vzeroupper
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "x86-64, AVX-512, strict": """\
        .file   "<string>"
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        vxorpd  %xmm0, %xmm0, %xmm0
        testq   %rdx, %rdx
        jle     .LBB0_3
        xorl    %eax, %eax
        movabsq $.LCPI0_0@GOTOFF, %r8
        vmovsd  (%rcx,%r8), %xmm1
        .p2align        4
.LBB0_2:
        vmovsd  (%rdi,%rax,8), %xmm2
        vmovsd  (%rsi,%rax,8), %xmm3
        vmulsd  %xmm2, %xmm2, %xmm4
        vdivsd  %xmm3, %xmm4, %xmm4
        vmulsd  %xmm1, %xmm2, %xmm2
        vaddsd  %xmm4, %xmm2, %xmm2
        vsubsd  %xmm3, %xmm2, %xmm2
        vaddsd  %xmm2, %xmm0, %xmm0
        incq    %rax
        cmpq    %rax, %rdx
        jne     .LBB0_2
.LBB0_3:
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "x86-64, AVX-512, fast": """\
        .file   "<string>"
        .section        .rodata.cst8,"aM",@progbits,8
        .p2align        3, 0x0
.LCPI0_0:
        .quad   0x3fe0000000000000
        .section        .ltext,"axl",@progbits
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
.L0$pb:
        leaq    .L0$pb(%rip), %rax
        movabsq $_GLOBAL_OFFSET_TABLE_-.L0$pb, %rcx
        addq    %rax, %rcx
        testq   %rdx, %rdx
        jle     .LBB0_1
        movabsq $.LCPI0_0@GOTOFF, %r8
        cmpq    $8, %rdx
        jae     .LBB0_4
        vxorpd  %xmm0, %xmm0, %xmm0
        xorl    %eax, %eax
        jmp     .LBB0_7
.LBB0_1:
        vxorps  %xmm0, %xmm0, %xmm0
        retq
.LBB0_4:
        movabsq $9223372036854775800, %rax
        andq    %rdx, %rax
        vxorpd  %xmm0, %xmm0, %xmm0
        xorl    %r9d, %r9d
        vbroadcastsd    (%rcx,%r8), %zmm1
        .p2align        4
.LBB0_5:
        vmovupd (%rdi,%r9,8), %zmm2
        vmovupd (%rsi,%r9,8), %zmm3
        vmulpd  %zmm2, %zmm2, %zmm4
        vdivpd  %zmm3, %zmm4, %zmm4
        vfmadd231pd     %zmm1, %zmm2, %zmm0
        vsubpd  %zmm3, %zmm0, %zmm0
        vaddpd  %zmm4, %zmm0, %zmm0
        addq    $8, %r9
        cmpq    %r9, %rax
        jne     .LBB0_5
        vextractf64x4   $1, %zmm0, %ymm1
        vaddpd  %zmm1, %zmm0, %zmm0
        vextractf128    $1, %ymm0, %xmm1
        vaddpd  %xmm1, %xmm0, %xmm0
        vshufpd $1, %xmm0, %xmm0, %xmm1
        vaddsd  %xmm1, %xmm0, %xmm0
        cmpq    %rax, %rdx
        je      .LBB0_9
.LBB0_7:
        vmovsd  (%rcx,%r8), %xmm1
        .p2align        4
.LBB0_8:
        vmovsd  (%rdi,%rax,8), %xmm2
        vmovsd  (%rsi,%rax,8), %xmm3
        vmulsd  %xmm2, %xmm2, %xmm4
        vdivsd  %xmm3, %xmm4, %xmm4
        vfmadd231sd     %xmm1, %xmm2, %xmm0
        vsubsd  %xmm3, %xmm0, %xmm0
        vaddsd  %xmm4, %xmm0, %xmm0
        incq    %rax
        cmpq    %rax, %rdx
        jne     .LBB0_8
.LBB0_9:
        vzeroupper
        retq
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "arm64, Linux, strict": """\
        .file   "<string>"
        .text
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
        cmp     x2, #1
        b.lt    .LBB0_3
        cmp     x2, #1
        b.ne    .LBB0_4
        mov     x8, xzr
        movi    d0, #0000000000000000
        b       .LBB0_7
.LBB0_3:
        movi    d0, #0000000000000000
        ret
.LBB0_4:
        and     x8, x2, #0x7ffffffffffffffe
        movi    d0, #0000000000000000
        mov     x9, x0
        fmov    v1.2d, #0.50000000
        mov     x10, x1
        and     x11, x2, #0x7ffffffffffffffe
        .p2align        5, , 16
.LBB0_5:
        ldr     q2, [x9], #16
        ldr     q3, [x10], #16
        fmul    v4.2d, v2.2d, v2.2d
        fdiv    v4.2d, v4.2d, v3.2d
        fmul    v2.2d, v2.2d, v1.2d
        fadd    v2.2d, v2.2d, v4.2d
        fsub    v2.2d, v2.2d, v3.2d
        mov     d3, v2.d[1]
        fadd    d0, d0, d2
        fadd    d0, d0, d3
        subs    x11, x11, #2
        b.ne    .LBB0_5
        cmp     x2, x8
        b.eq    .LBB0_9
.LBB0_7:
        sub     x9, x2, x8
        add     x10, x1, x8, lsl #3
        fmov    d1, #0.50000000
        add     x8, x0, x8, lsl #3
        .p2align        5, , 16
.LBB0_8:
        ldr     d2, [x8], #8
        ldr     d3, [x10], #8
        fmul    d4, d2, d2
        fdiv    d4, d4, d3
        fmul    d2, d2, d1
        fadd    d2, d2, d4
        fsub    d2, d2, d3
        fadd    d0, d0, d2
        subs    x9, x9, #1
        b.ne    .LBB0_8
.LBB0_9:
        ret
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "arm64, Linux, fast": """\
        .file   "<string>"
        .text
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
        cmp     x2, #1
        b.lt    .LBB0_3
        cmp     x2, #1
        b.ne    .LBB0_4
        mov     x8, xzr
        movi    d0, #0000000000000000
        b       .LBB0_7
.LBB0_3:
        movi    d0, #0000000000000000
        ret
.LBB0_4:
        and     x8, x2, #0x7ffffffffffffffe
        movi    v0.2d, #0000000000000000
        mov     x9, x0
        fmov    v1.2d, #0.50000000
        mov     x10, x1
        and     x11, x2, #0x7ffffffffffffffe
        .p2align        5, , 16
.LBB0_5:
        ldr     q2, [x9], #16
        ldr     q3, [x10], #16
        fmul    v4.2d, v2.2d, v2.2d
        fdiv    v4.2d, v4.2d, v3.2d
        fmla    v0.2d, v2.2d, v1.2d
        fsub    v0.2d, v0.2d, v3.2d
        fadd    v0.2d, v0.2d, v4.2d
        subs    x11, x11, #2
        b.ne    .LBB0_5
        cmp     x2, x8
        faddp   d0, v0.2d
        b.eq    .LBB0_9
.LBB0_7:
        sub     x9, x2, x8
        add     x10, x1, x8, lsl #3
        fmov    d1, #0.50000000
        add     x8, x0, x8, lsl #3
        .p2align        5, , 16
.LBB0_8:
        ldr     d2, [x8], #8
        ldr     d3, [x10], #8
        fmul    d4, d2, d2
        fdiv    d4, d4, d3
        fmadd   d0, d2, d1, d0
        fsub    d0, d0, d3
        fadd    d0, d0, d4
        subs    x9, x9, #1
        b.ne    .LBB0_8
.LBB0_9:
        ret
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "arm64, macOS, strict": """\
        .build_version macos, 14, 0
        .section        __TEXT,__text,regular,pure_instructions
        .globl  _energy
        .p2align        2
_energy:
        cmp     x2, #1
        b.lt    LBB0_3
        cmp     x2, #1
        b.ne    LBB0_4
        mov     x8, #0
        movi.2d v0, #0000000000000000
        b       LBB0_7
LBB0_3:
        movi.2d v0, #0000000000000000
        ret
LBB0_4:
        and     x8, x2, #0x7ffffffffffffffe
        movi.2d v0, #0000000000000000
        fmov.2d v1, #0.50000000
        mov     x9, x0
        mov     x10, x1
        and     x11, x2, #0x7ffffffffffffffe
LBB0_5:
        ldr     q2, [x9], #16
        ldr     q3, [x10], #16
        fmul.2d v4, v2, v2
        fdiv.2d v4, v4, v3
        fmul.2d v2, v2, v1
        fadd.2d v2, v2, v4
        fsub.2d v2, v2, v3
        mov     d3, v2[1]
        fadd    d0, d0, d2
        fadd    d0, d0, d3
        subs    x11, x11, #2
        b.ne    LBB0_5
        cmp     x2, x8
        b.eq    LBB0_9
LBB0_7:
        sub     x9, x2, x8
        lsl     x10, x8, #3
        add     x8, x1, x10
        add     x10, x0, x10
        fmov    d1, #0.50000000
LBB0_8:
        ldr     d2, [x10], #8
        ldr     d3, [x8], #8
        fmul    d4, d2, d2
        fdiv    d4, d4, d3
        fmul    d2, d2, d1
        fadd    d2, d2, d4
        fsub    d2, d2, d3
        fadd    d0, d0, d2
        subs    x9, x9, #1
        b.ne    LBB0_8
LBB0_9:
        ret

.subsections_via_symbols
""",
    "arm64, macOS, fast": """\
        .build_version macos, 14, 0
        .section        __TEXT,__text,regular,pure_instructions
        .globl  _energy
        .p2align        2
_energy:
        cmp     x2, #1
        b.lt    LBB0_3
        cmp     x2, #1
        b.ne    LBB0_4
        mov     x8, #0
        movi.2d v0, #0000000000000000
        b       LBB0_7
LBB0_3:
        movi.2d v0, #0000000000000000
        ret
LBB0_4:
        and     x8, x2, #0x7ffffffffffffffe
        movi.2d v0, #0000000000000000
        fmov.2d v1, #0.50000000
        mov     x9, x0
        mov     x10, x1
        and     x11, x2, #0x7ffffffffffffffe
LBB0_5:
        ldr     q2, [x9], #16
        ldr     q3, [x10], #16
        fmul.2d v4, v2, v2
        fdiv.2d v4, v4, v3
        fmla.2d v0, v2, v1
        fsub.2d v0, v0, v3
        fadd.2d v0, v0, v4
        subs    x11, x11, #2
        b.ne    LBB0_5
        faddp.2d        d0, v0
        cmp     x2, x8
        b.eq    LBB0_9
LBB0_7:
        sub     x9, x2, x8
        lsl     x10, x8, #3
        add     x8, x1, x10
        add     x10, x0, x10
        fmov    d1, #0.50000000
LBB0_8:
        ldr     d2, [x10], #8
        ldr     d3, [x8], #8
        fmul    d4, d2, d2
        fdiv    d4, d4, d3
        fmadd   d0, d2, d1, d0
        fsub    d0, d0, d3
        fadd    d0, d0, d4
        subs    x9, x9, #1
        b.ne    LBB0_8
LBB0_9:
        ret

.subsections_via_symbols
""",
    "arm64, SVE, strict": """\
        .file   "<string>"
        .text
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
        cmp     x2, #1
        b.lt    .LBB0_3
        cntd    x9
        cmp     x2, x9
        b.hs    .LBB0_4
        mov     x8, xzr
        movi    d0, #0000000000000000
        b       .LBB0_7
.LBB0_3:
        movi    d0, #0000000000000000
        ret
.LBB0_4:
        sub     x8, x9, #1
        movi    d0, #0000000000000000
        ptrue   p0.d
        mov     x11, xzr
        and     x10, x2, x8
        sub     x8, x2, x10
        .p2align        5, , 16
.LBB0_5:
        ld1d    { z1.d }, p0/z, [x0, x11, lsl #3]
        ld1d    { z2.d }, p0/z, [x1, x11, lsl #3]
        add     x11, x11, x9
        cmp     x8, x11
        fmul    z3.d, z1.d, z1.d
        fmul    z1.d, p0/m, z1.d, #0.5
        fdiv    z3.d, p0/m, z3.d, z2.d
        fadd    z1.d, z1.d, z3.d
        fsub    z1.d, z1.d, z2.d
        fadda   d0, p0, d0, z1.d
        b.ne    .LBB0_5
        cbz     x10, .LBB0_9
.LBB0_7:
        fmov    d1, #0.50000000
        sub     x9, x2, x8
        add     x10, x1, x8, lsl #3
        add     x8, x0, x8, lsl #3
        .p2align        5, , 16
.LBB0_8:
        ldr     d2, [x8], #8
        ldr     d3, [x10], #8
        subs    x9, x9, #1
        fmul    d4, d2, d2
        fmul    d2, d2, d1
        fdiv    d4, d4, d3
        fadd    d2, d2, d4
        fsub    d2, d2, d3
        fadd    d0, d0, d2
        b.ne    .LBB0_8
.LBB0_9:
        ret
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
    "arm64, SVE, fast": """\
        .file   "<string>"
        .text
        .globl  energy
        .p2align        4
        .type   energy,@function
energy:
        cmp     x2, #1
        b.lt    .LBB0_3
        cntd    x10
        cmp     x2, x10
        b.hs    .LBB0_4
        mov     x8, xzr
        movi    d0, #0000000000000000
        b       .LBB0_7
.LBB0_3:
        movi    d0, #0000000000000000
        ret
.LBB0_4:
        sub     x8, x10, #1
        movi    v0.2d, #0000000000000000
        ptrue   p0.d
        fmov    z1.d, #0.50000000
        mov     x11, xzr
        and     x9, x2, x8
        sub     x8, x2, x9
        .p2align        5, , 16
.LBB0_5:
        ld1d    { z2.d }, p0/z, [x0, x11, lsl #3]
        ld1d    { z3.d }, p0/z, [x1, x11, lsl #3]
        add     x11, x11, x10
        cmp     x8, x11
        fmul    z4.d, z2.d, z2.d
        fmla    z0.d, p0/m, z2.d, z1.d
        fdiv    z4.d, p0/m, z4.d, z3.d
        fsub    z0.d, z0.d, z3.d
        fadd    z0.d, z0.d, z4.d
        b.ne    .LBB0_5
        faddv   d0, p0, z0.d
        cbz     x9, .LBB0_9
.LBB0_7:
        fmov    d1, #0.50000000
        sub     x9, x2, x8
        add     x10, x1, x8, lsl #3
        add     x8, x0, x8, lsl #3
        .p2align        5, , 16
.LBB0_8:
        ldr     d2, [x8], #8
        ldr     d3, [x10], #8
        subs    x9, x9, #1
        fmul    d4, d2, d2
        fmadd   d0, d2, d1, d0
        fdiv    d4, d4, d3
        fsub    d0, d0, d3
        fadd    d0, d0, d4
        b.ne    .LBB0_8
.LBB0_9:
        ret
.Lfunc_end0:
        .size   energy, .Lfunc_end0-energy

        .section        ".note.GNU-stack","",@progbits
""",
}
