"""Does the wheel keep itself going, and what happens when one pushes?"""
