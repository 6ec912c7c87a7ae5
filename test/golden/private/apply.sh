#!/usr/bin/env bash
# Opens the network of AKS cluster aks-records for azure-dev-spaces, in 0 steps.
#
# It is for the practice cluster private, which az reaches only while "aksess sandbox" runs.
#
#   Cluster       aks-records, resource group rg-records-prod
#   Subscription  c40a7e19-35d6-4b82-9f0e-6a1d82b7f345
#   Made          DATE by aksess VERSION
#   Proof         No change opens what is blocked; see what is left to do by hand. Undecided: machine-backend;
#                 `aksess explain FLOW` says what to check.
#   Undo          ./undo.sh

echo 'Nothing to do.'
