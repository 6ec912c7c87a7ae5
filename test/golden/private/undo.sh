#!/usr/bin/env bash
# Takes back what apply.sh did to the network of AKS cluster aks-records (resource group rg-records-prod, subscription
# c40a7e19-35d6-4b82-9f0e-6a1d82b7f345).
# Made by aksess VERSION on DATE.
# Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it
# was planned.
# Run it again after a failure: steps that are done are passed over.

echo "Nothing to do."
