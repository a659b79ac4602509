"""What can be wrong with the record: each a kind of problem, with what it means."""

from __future__ import annotations

from remit.language import N_
from remit.problems import Kind

NOT_HELD = Kind(
    "record-table-not-held",
    N_("The database would let rows of {table} be changed: the trigger {trigger} is not there."),
    N_("Somebody took it off, and may have changed rows. Any command on the database, like remit serve, puts it back."),
)
RECORD_CHANGED = Kind(
    "record-changed",
    N_("A record ({action}, {at}) is not what was written: its digest is another."),
    N_("Somebody changed it in the database. Compare it with an export or a backup made before."),
)
RECORD_UNREADABLE = Kind(
    "record-unreadable",
    N_("What stands here is nothing that Remit writes: {reason}."),
    N_("Somebody changed it in the database. Compare it with an export or a backup made before."),
)
RECORD_MOVED = Kind(
    "record-moved",
    N_("Another record was sealed here ({action}, {at}); it stands as number {number} now."),
    N_("Somebody changed the order in the database. Compare it with an export or a backup made before."),
)
RECORD_MISSING = Kind(
    "record-missing",
    N_("A record was sealed here (batch {batch}, place {place}) and is gone."),
    N_("Somebody took it away in the database. Look for it in an export or a backup made before."),
)
RECORD_BACKDATED = Kind(
    "record-backdated",
    N_("A record says {at}, and was sealed on {sealed_at}, though others were sealed on {before}, in between."),
    N_("It took long to be written, the clock was changed, or somebody added it later by hand."),
    blocks=False,
)
UNSEALED = Kind(
    "record-unsealed",
    N_("Records that are not sealed yet: {count}; the oldest is of {at}."),
    N_("The worker seals them, with remit serve or remit work; see whether it runs. remit audit seal does it now."),
    blocks=False,
)
TOUCHES_CHANGED = Kind(
    "record-touches-changed",
    N_("What a record ({action}, {at}) touched is not what was written."),
    N_("Somebody changed it in the database, so that the history of something lacks this record, or has it wrongly."),
)
TOUCHES_STRAY = Kind(
    "record-touches-stray",
    N_("Things are said to be touched by a record that says nothing of it, or is not there: {count}."),
    N_("Somebody added them, or took the record away, in the database. Compare with a backup made before."),
)
VALUE_CHANGED = Kind(
    "personal-value-changed",
    N_("A personal value is not what was written: its digest is another."),
    N_("Somebody changed it in the database. Look for it in a backup made before."),
)
VALUE_STRAY = Kind(
    "personal-value-stray",
    N_("Personal values that no record speaks of: {count}."),
    N_("Somebody added them, or took their records away. Compare with a backup made before."),
)
BATCH_CHANGED = Kind(
    "batch-changed",
    N_("A batch is not what was sealed: of what stands there, the hash would be {hash}."),
    N_("Somebody changed, added, took away or moved a seal. Compare the batch with an export or a backup made before."),
)
BATCH_MISSING = Kind(
    "batch-missing",
    N_("Batches are gone: {count}, from number {number} on."),
    N_("Somebody took them away in the database. Look for them in an export or a backup made before."),
)
CHAIN_BROKEN = Kind(
    "batch-chain-broken",
    N_("A batch was sealed over another one than stands before it: the hash of that was {previous}."),
    N_("Somebody exchanged batches. Compare them with an export or a backup made before."),
)
SEAL_STRAY = Kind(
    "batch-seal-stray",
    N_("Records are sealed in a batch that is not there: {count}."),
    N_("Somebody added the seals, or took the batch away. Compare with an export or a backup made before."),
)
NOT_IN_CHAIN = Kind(
    "batch-hash-not-there",
    N_("The hash {hash}, which was noted down earlier, is not in the chain."),
    N_("The end of the record was cut off, or all of it was written anew since then. Look for it in a backup."),
)
