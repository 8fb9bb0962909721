/* What libFuzzer calls (llvm.org/docs/LibFuzzer.html): once, and with each input. */
#ifndef WHYFIX_FUZZ_H
#define WHYFIX_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
