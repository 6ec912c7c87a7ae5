#!/usr/bin/env bash
# Takes back what apply.sh did to the network of AKS cluster kestrel-dev (resource group kestrel, subscription
# 1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2).
# Made by aksess VERSION on DATE.
# Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it
# was planned.
# Run it again after a failure: steps that are done are passed over.

echo "Nothing to do."
