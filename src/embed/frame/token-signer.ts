import { toFailure } from "../../contract/errors.ts";
import type { Signer } from "../../engine/ports.ts";
import type { TokenBox, TokenStore } from "./token-box.ts";

/**
 * Signs once the host has answered where it was asked for a token, and anew where another token than the refused one has
 * come: a file that only had to wait is no failure, neither on its row nor to the host. Raises what `signer` does.
 */
export function waitForToken(signer: Signer, { answered }: Pick<TokenBox, "answered">, store: TokenStore): Signer {
  return {
    async sign(signal, request) {
      for (;;) {
        await answered();
        signal.throwIfAborted();
        const { value } = store.get();
        try {
          return await signer.sign(signal, request);
        } catch (error) {
          if (toFailure(error).code !== "token_needed") throw error;
          await answered();
          if (store.get().value === value) throw error;
        }
      }
    },
  };
}
