#!/usr/bin/env bash
# Opens the network of AKS cluster kestrel-dev (resource group kestrel, subscription
# 1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2) for azure-dev-spaces.
# Made by aksess VERSION on DATE. undo.sh takes it back.
# Proof: Nothing is blocked for sure, so nothing is changed. Undecided: machine-backend; `aksess explain FLOW` says
# what would tell.
# Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it
# was planned.
# Run it again after a failure: steps that are done are passed over.

echo "Nothing to do."
