"""The waiting list behind a reservation: who comes first when something is free again."""
