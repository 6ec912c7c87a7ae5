#!/usr/bin/env bash
# Opens the network of AKS cluster kestrel-dev for azure-dev-spaces, in 0 steps.
#
# It is for the practice cluster wide-open, which az reaches only while "aksess sandbox" runs.
#
#   Cluster       kestrel-dev, resource group kestrel
#   Subscription  1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2
#   Made          DATE by aksess VERSION
#   Proof         Nothing is blocked for sure, so nothing is changed. Undecided: machine-backend; `aksess explain
#                 FLOW` says what to check.
#   Undo          ./undo.sh

echo 'Nothing to do.'
