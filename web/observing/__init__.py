"""What the operator may see of the use: numbers, health, and questions only if the operator wants those."""
