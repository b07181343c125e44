"""ASYCUDA World: the single administrative document (SAD) as XML, named elements in any order."""
