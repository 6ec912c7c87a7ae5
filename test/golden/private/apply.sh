#!/usr/bin/env bash
# Opens the network of AKS cluster aks-records (resource group rg-records-prod, subscription
# c40a7e19-35d6-4b82-9f0e-6a1d82b7f345) for azure-dev-spaces.
# Made by aksess VERSION on DATE. undo.sh takes it back.
# Proof: No change opens what is blocked; see what is left to do by hand. Undecided: machine-backend; `aksess explain
# FLOW` says what would tell.
# Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it
# was planned.
# Run it again after a failure: steps that are done are passed over.

echo "Nothing to do."
