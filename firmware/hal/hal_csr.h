/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * CSR access. The compiler is told plain rv64imac, as any suffix would select
 * another libgcc at link time; the assembler is told the truth here.
 */
#ifndef HAL_CSR_H
#define HAL_CSR_H

#define HAL_CSR_ZICSR(insn)                                                    \
	".option push\n\t"                                                     \
	".option arch, +zicsr\n\t" insn "\n\t.option pop"

#define HAL_CSR_READ(csr)                                                      \
	({                                                                     \
		unsigned long csr_value;                                       \
		__asm__ volatile(HAL_CSR_ZICSR("csrr %0, " #csr)               \
				 : "=r"(csr_value));                           \
		csr_value;                                                     \
	})

#define HAL_CSR_WRITE(csr, value)                                              \
	__asm__ volatile(HAL_CSR_ZICSR("csrw " #csr ", %0")                    \
			 :                                                     \
			 : "r"((unsigned long)(value))                         \
			 : "memory")

#endif
