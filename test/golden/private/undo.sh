#!/usr/bin/env bash
# Takes back what apply.sh did to the network of AKS cluster aks-records, in 0 steps.
#
# It is for the practice cluster private, which az reaches only while "aksess sandbox" runs.
#
#   Cluster       aks-records, resource group rg-records-prod
#   Subscription  c40a7e19-35d6-4b82-9f0e-6a1d82b7f345
#   Made          DATE by aksess VERSION

echo 'Nothing to do.'
